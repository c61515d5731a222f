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

// All gains are measured first and the choice is made afterwards.
func choose(
  among recipes: [Recipe], seeds: [UInt64], validate: (Recipe?, UInt64) throws -> Double
) rethrows -> Choice {
  let none = Choice(recipe: nil, gain: 0)
  var table: [(recipe: Recipe, gains: [Double])] = recipes.map { ($0, []) }
  for seed in seeds {
    let alone = try validate(nil, seed)
    for place in table.indices {
      let accuracy = try validate(table[place].recipe, seed)
      table[place].gains.append(accuracy - alone)
    }
  }
  func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
  let means = table.map { entry in mean(entry.gains) }
  guard let highest = means.max(), let place = means.firstIndex(of: highest) else { return none }
  let gains = table[place].gains
  let squares = gains.reduce(0) { sum, gain in sum + (gain - highest) * (gain - highest) }
  let error = (squares / Double((gains.count - 1) * gains.count)).squareRoot()
  return highest > 2 * error && highest > 0
    ? Choice(recipe: table[place].recipe, gain: highest) : none
}
