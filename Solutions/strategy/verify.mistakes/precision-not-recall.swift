import ModelOptimization

struct Comparison: Equatable {
  var broken: Int
  var mended: Int
  var loss: Double
  var halfWidth: Double
}

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

func mcNemar(broken: Int, mended: Int) -> Double {
  let gap = abs(broken - mended) - 1
  guard gap > 0 else { return 0 }
  return Double(gap * gap) / Double(broken + mended)
}

func worstClass(before: [Int], after: [Int], labels: [Int]) -> (label: Int, loss: Double)? {
  var worst: (label: Int, loss: Double)?
  for label in Set(labels).sorted() {
    let places = labels.indices.filter { place in after[place] == label }
    let was = labels.indices.filter { place in before[place] == label && labels[place] == label }
      .count
    let isNow = places.filter { place in labels[place] == label }.count
    let loss = Double(was - isNow) / Double(places.count)
    if loss > worst?.loss ?? -2 { worst = (label, loss) }
  }
  return worst
}

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
