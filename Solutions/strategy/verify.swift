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
  var (broken, mended) = (0, 0)
  for place in labels.indices {
    let was = before[place] == labels[place]
    let isNow = after[place] == labels[place]
    if was && !isNow { broken += 1 }
    if !was && isNow { mended += 1 }
  }
  let count = Double(labels.count)
  let net = Double(broken - mended)
  let spread = Double(broken + mended) - net * net / count
  return Comparison(
    broken: broken, mended: mended, loss: net / count,
    halfWidth: 1.96 * spread.squareRoot() / count)
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
  var worst: (label: Int, loss: Double)?
  for label in Set(labels).sorted() {
    let places = labels.indices.filter { place in labels[place] == label }
    let was = places.filter { place in before[place] == label }.count
    let isNow = places.filter { place in after[place] == label }.count
    let loss = Double(was - isNow) / Double(places.count)
    if loss > worst?.loss ?? -2 { worst = (label, loss) }
  }
  return worst
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
  var reasons: [String] = []
  if changed > 0 { reasons.append("golden") }
  if comparison.loss + comparison.halfWidth > maximumLoss { reasons.append("accuracy") }
  if worstLoss > maximumClassLoss { reasons.append("class") }
  return reasons
}
