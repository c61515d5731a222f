/// The classes with the highest scores, the best first.
///
/// Among equal scores the smaller class number comes first.
///
/// - Parameters:
///   - scores: one score for each class; never NaN.
///   - count: how many classes to return, 0 or more.
/// - Returns: class numbers, counted from 0: `count` of them, or all where there are fewer.
func topClasses(_ scores: [Float], count: Int) -> [Int] {
  // TODO: rank the class numbers, `scores.indices`, by their scores.
  return []
}
