/// The places of the `k` largest scores, the largest first.
///
/// Among equals the one that comes first in `scores` comes first. NaN comes after all numbers.
///
/// - Parameters:
///   - scores: one for each class.
///   - k: how many to return, in `0...scores.count`.
/// - Returns: `k` different numbers in `0..<scores.count`.
public func topK(_ scores: [Float], k: Int) -> [Int] {
  require(
    0 <= k && k <= scores.count,
    "topK returns between 0 and \(scores.count) of \(scores.count) scores; \(k) were asked for.")
  let order = scores.indices.sorted { left, right in
    if scores[left] == scores[right] || scores[left].isNaN && scores[right].isNaN {
      return left < right
    }
    return scores[right].isNaN || scores[left] > scores[right]
  }
  return Array(order.prefix(k))
}
