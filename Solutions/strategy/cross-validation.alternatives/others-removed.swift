/// A mean, and how far off it may well be.
struct Estimate: Equatable {
  var mean: Double
  var standardError: Double
}

/// Deals images onto k folds like cards: the first to fold 0, the second to fold 1, and so on.
///
/// - Parameter order: the places of the images, shuffled.
func dealt(_ order: [Int], onto k: Int) -> [[Int]] {
  (0..<k).map { fold in
    stride(from: fold, to: order.count, by: k).map { order[$0] }
  }
}

/// One score for each fold: learned from all other folds, judged on this one.
///
/// - Parameter score: trains on the first list of places and returns the accuracy on the second.
func foldScores(
  _ folds: [[Int]], score: (_ training: [Int], _ validation: [Int]) throws -> Double
) rethrows -> [Double] {
  try folds.indices.map { place in
    var others = folds
    let validation = others.remove(at: place)
    return try score(others.flatMap { $0 }, validation)
  }
}

/// The mean of the scores and its standard error, s / √k, with the divisor k - 1 in s².
func estimate(_ scores: [Double]) -> Estimate {
  let count = Double(scores.count)
  let mean = scores.reduce(0, +) / count
  var squares = 0.0
  for score in scores { squares += (score - mean) * (score - mean) }
  return Estimate(mean: mean, standardError: (squares / (count - 1) / count).squareRoot())
}

/// Whether setting a is better than b beyond luck: the mean of its paired differences, fold by fold,
/// is above twice their standard error.
func isBetter(_ a: [Double], than b: [Double]) -> Bool {
  let found = estimate(zip(a, b).map { one, other in one - other })
  return found.mean > 2 * found.standardError
}
