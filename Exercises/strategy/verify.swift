import ModelOptimization

/// Two models on the same images.
struct Comparison: Equatable {
  /// Images that were right before and are wrong now.
  var broken: Int
  /// Images that were wrong before and are right now.
  var mended: Int
  /// The share of all images that was lost; below 0 where more are right now.
  var loss: Double
  /// Half the width of the loss's 95 % interval.
  var halfWidth: Double
}

/// Compares two models image by image.
///
///     loss = (broken - mended) / n
///     halfWidth = 1.96 · √(broken + mended - (broken - mended)² / n) / n
func compared(before: [Int], after: [Int], labels: [Int]) -> Comparison {
  // TODO
  Comparison(broken: 0, mended: 0, loss: 0, halfWidth: 0)
}

/// McNemar's statistic with continuity correction: above 3.84 a difference is hardly chance (5 %).
///
///     (|broken - mended| - 1)² / (broken + mended)     0 where the models never differ, or by one
func mcNemar(broken: Int, mended: Int) -> Double {
  // TODO
  -1
}

/// The class whose recall fell most, and by how much; the first of equal ones. A class without images
/// takes no part; nil where there is no image at all.
func worstClass(before: [Int], after: [Int], labels: [Int]) -> (label: Int, loss: Double)? {
  // TODO
  (label: -1, loss: 0)
}

/// How many images get other scores from the file than they are to get, by more than `tolerance`.
///
/// - Parameters:
///   - golden: the scores of each image, as they were computed when the model was accepted.
///   - file: the bytes that are released; read them back.
func changedAnswers(_ golden: [[Float]], file: [UInt8], images: Tensor, tolerance: Float) throws
  -> Int
{
  // TODO
  -1
}

/// Why a model must not be released, in this order; empty where it may.
///
/// - `golden`: an answer from the file differs.
/// - `accuracy`: the loss may be above `maximumLoss`, seen from the upper end of its interval.
/// - `class`: a class's recall fell by more than `maximumClassLoss`.
func objections(
  changed: Int, comparison: Comparison, worstLoss: Double, maximumLoss: Double,
  maximumClassLoss: Double
) -> [String] {
  // TODO
  ["?"]
}
