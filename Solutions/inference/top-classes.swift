/// The classes with the highest scores, the best first.
///
/// Among equal scores the smaller class number comes first. The comparison says so itself,
/// because Swift's documentation does not promise that a sort keeps equal elements in order.
///
/// - Parameters:
///   - scores: one score for each class; never NaN.
///   - count: how many classes to return, 0 or more.
/// - Returns: class numbers, counted from 0: `count` of them, or all where there are fewer.
func topClasses(_ scores: [Float], count: Int) -> [Int] {
  let ranking = scores.indices.sorted { left, right in
    // Pairs are compared by their first parts, and only where these are equal by their second.
    (-scores[left], left) < (-scores[right], right)
  }
  return Array(ranking.prefix(count))
}
