struct Recipe: Hashable {
  var temperature: Float
  var alpha: Float
}

struct Choice: Equatable {
  var recipe: Recipe?
  var gain: Double
}

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
    let mean = gains.max() ?? 0
    guard mean > best.gain else { continue }
    let variance = gains.map { gain in (gain - mean) * (gain - mean) }.reduce(0, +) / (count - 1)
    best = Choice(recipe: recipe, gain: mean)
    error = (variance / count).squareRoot()
  }
  return best.gain > 2 * error ? best : Choice(recipe: nil, gain: 0)
}
