/// Temperature and alpha.
struct Recipe: Hashable {
  var temperature: Float
  var alpha: Float
}

/// What validation images say about a recipe.
struct Choice: Equatable {
  /// The recipe, or nil for labels alone.
  var recipe: Recipe?
  /// By how much it is better than labels alone, in the mean over seeds; 0 for labels alone.
  var gain: Double
}

/// Chooses a recipe by validation images, against the same student from labels alone.
///
/// The gain of a recipe is the mean over seeds of its accuracy less that of labels alone *with the
/// same seed*. The recipe with the largest gain is chosen, the first of equal ones, if its gain is
/// more than twice its standard error, √(variance / seeds) with the variance's divisor seeds − 1.
/// Otherwise labels alone are.
///
/// - Parameters:
///   - recipes: what to try.
///   - seeds: at least 2.
///   - validate: trains a student, with a recipe or (nil) from labels alone, and returns its
///     validation accuracy. It is expensive: call it once for each pair.
func choose(
  among recipes: [Recipe], seeds: [UInt64], validate: (Recipe?, UInt64) throws -> Double
) rethrows -> Choice {
  // TODO: this believes one seed, and never asks whether labels alone are as good.
  var best = Choice(recipe: nil, gain: 0)
  for recipe in recipes {
    let accuracy = try validate(recipe, seeds[0])
    if accuracy > best.gain { best = Choice(recipe: recipe, gain: accuracy) }
  }
  return best
}
