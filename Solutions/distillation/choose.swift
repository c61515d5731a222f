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
  let alone = try seeds.map { seed in try validate(nil, seed) }
  let count = Double(seeds.count)
  var best = Choice(recipe: nil, gain: 0)
  var error = 0.0
  for recipe in recipes {
    var gains: [Double] = []
    for (seed, accuracy) in zip(seeds, alone) {
      gains.append(try validate(recipe, seed) - accuracy)
    }
    let mean = gains.reduce(0, +) / count
    guard mean > best.gain else { continue }
    let variance = gains.map { gain in (gain - mean) * (gain - mean) }.reduce(0, +) / (count - 1)
    best = Choice(recipe: recipe, gain: mean)
    error = (variance / count).squareRoot()
  }
  return best.gain > 2 * error ? best : Choice(recipe: nil, gain: 0)
}
