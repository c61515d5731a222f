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
  let was = zip(before, labels).map { $0 == $1 }
  let isNow = zip(after, labels).map { $0 == $1 }
  let broken = zip(was, isNow).filter { $0 && !$1 }.count
  let mended = zip(was, isNow).filter { !$0 && $1 }.count
  let count = Double(labels.count)
  let loss = Double(broken - mended) / count
  let differing = Double(broken + mended) / count
  return Comparison(
    broken: broken, mended: mended, loss: loss,
    halfWidth: 1.96 * ((differing - loss * loss) / count).squareRoot())
}

/// McNemar's statistic with continuity correction: above 3.84 a difference is hardly chance (5 %).
///
///     (|broken - mended| - 1)² / (broken + mended)     0 where the models never differ, or by one
func mcNemar(broken: Int, mended: Int) -> Double {
  let gap = abs(broken - mended) - 1
  guard gap > 0 else { return 0 }
  return Double(gap * gap) / Double(broken + mended)
}

/// The class whose recall fell most, and by how much; the first of equal ones. A class without images
/// takes no part; nil where there is no image at all.
func worstClass(before: [Int], after: [Int], labels: [Int]) -> (label: Int, loss: Double)? {
  var counts: [Int: (all: Int, lost: Int)] = [:]
  for (place, label) in labels.enumerated() {
    let change = (before[place] == label ? 1 : 0) - (after[place] == label ? 1 : 0)
    let old = counts[label] ?? (0, 0)
    counts[label] = (old.all + 1, old.lost + change)
  }
  let losses = counts.map { (label: $0.key, loss: Double($0.value.lost) / Double($0.value.all)) }
  return losses.min { ($1.loss, $0.label) < ($0.loss, $1.label) }
}

/// How many images get other scores from the file than they are to get, by more than `tolerance`.
///
/// - Parameters:
///   - golden: the scores of each image, as they were computed when the model was accepted.
///   - file: the bytes that are released; read them back.
func changedAnswers(_ golden: [[Float]], file: [UInt8], images: Tensor, tolerance: Float) throws
  -> Int
{
  let prepared = try ModelFile(bytes: file).prepared
  let session = InferenceSession(prepared, maximumBatch: golden.count)
  let scores = session(images.reshaped(to: [golden.count] + prepared.inputShape))
  return golden.indices.filter { place in
    let row = scores.rows(place..<place + 1).elements
    return !zip(row, golden[place]).allSatisfy { one, other in abs(one - other) <= tolerance }
  }.count
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
  [
    changed > 0 ? "golden" : nil,
    comparison.loss > maximumLoss - comparison.halfWidth ? "accuracy" : nil,
    worstLoss > maximumClassLoss ? "class" : nil,
  ].compactMap { $0 }
}
