/// A mean, and how far off it may well be.
struct Estimate: Equatable {
  var mean: Double
  var standardError: Double
}

/// Deals images onto k folds like cards: the first to fold 0, the second to fold 1, and so on.
///
/// - Parameter order: the places of the images, shuffled.
func dealt(_ order: [Int], onto k: Int) -> [[Int]] {
  var folds = [[Int]](repeating: [], count: k)
  for (turn, image) in order.enumerated() { folds[turn % k].append(image) }
  return folds
}

/// One score for each fold: learned from all other folds, judged on this one.
///
/// - Parameter score: trains on the first list of places and returns the accuracy on the second.
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

/// The mean of the scores and its standard error, s / √k, with the divisor k - 1 in s².
func estimate(_ scores: [Double]) -> Estimate {
  let count = Double(scores.count)
  let mean = scores.reduce(0, +) / count
  let squares = scores.map { score in (score - mean) * (score - mean) }.reduce(0, +)
  return Estimate(mean: mean, standardError: (squares / (count - 1) / count).squareRoot())
}

/// Whether setting a is better than b beyond luck: the mean of its paired differences, fold by fold,
/// is above twice their standard error.
func isBetter(_ a: [Double], than b: [Double]) -> Bool {
  let found = estimate(zip(a, b).map { one, other in one - other })
  return found.mean > 2 * found.standardError
}
