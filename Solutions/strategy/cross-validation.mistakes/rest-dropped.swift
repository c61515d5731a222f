struct Estimate: Equatable {
  var mean: Double
  var standardError: Double
}

func dealt(_ order: [Int], onto k: Int) -> [[Int]] {
  var folds = [[Int]](repeating: [], count: k)
  for (turn, image) in order.prefix(order.count / k * k).enumerated() {
    folds[turn % k].append(image)
  }
  return folds
}

func foldScores(
  _ folds: [[Int]], score: (_ training: [Int], _ validation: [Int]) throws -> Double
) rethrows -> [Double] {
  var scores: [Double] = []
  for place in folds.indices {
    let training = folds.indices.filter { other in other != place }.flatMap { folds[$0] }
    scores.append(try score(training, folds[place]))
  }
  return scores
}

func estimate(_ scores: [Double]) -> Estimate {
  let count = Double(scores.count)
  let mean = scores.reduce(0, +) / count
  let squares = scores.map { score in (score - mean) * (score - mean) }.reduce(0, +)
  return Estimate(mean: mean, standardError: (squares / (count - 1) / count).squareRoot())
}

func isBetter(_ a: [Double], than b: [Double]) -> Bool {
  let found = estimate(zip(a, b).map { one, other in one - other })
  return found.mean > 2 * found.standardError
}
