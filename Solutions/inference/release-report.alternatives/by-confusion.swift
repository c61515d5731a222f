import ModelOptimization

/// What changes when a candidate takes the place of the model in use.
struct ReleaseReport {
  /// The share of right answers of the model in use.
  var before: Double
  /// The share of right answers of the candidate.
  var after: Double
  /// The share of images that both answer alike, right or wrong.
  var agreement: Double
  /// The class whose recall falls the most, among equals the first; nil where none falls.
  var mostHurt: Int?
  /// By how much its recall falls; 0 where none falls.
  var fall: Double
}

/// Compares two models on the same images, one batch after another.
///
/// - Parameters:
///   - candidate: gives logits of shape `[images, classes]` for some of the images.
///   - current: the model in use, called in the same way.
///   - images: as the models want them, shape `[images, inputs]`, at least one.
///   - labels: the right class of each image.
///   - classes: the number of classes; some may have no image.
///   - batch: how many images to run together; the last batch may have fewer.
func releaseReport(
  of candidate: (Tensor) -> Tensor, against current: (Tensor) -> Tensor, images: Tensor,
  labels: [Int], classes: Int, batch: Int
) -> ReleaseReport {
  /// counts[label][answer] of a model, and its answers.
  func confusion(_ model: (Tensor) -> Tensor) -> (counts: [[Int]], answers: [Int]) {
    let starts = Array(stride(from: 0, to: images.shape[0], by: batch))
    let answers = starts.flatMap { first in
      argmax(model(images.rows(first..<Swift.min(first + batch, images.shape[0]))))
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (label, answer) in zip(labels, answers) { counts[label][answer] += 1 }
    return (counts, answers)
  }
  func recall(_ label: Int, _ counts: [[Int]]) -> Double {
    let all = counts[label].reduce(0, +)
    return all == 0 ? 0 : Double(counts[label][label]) / Double(all)
  }
  let (old, new) = (confusion(current), confusion(candidate))
  let falls = (0..<classes).map { recall($0, old.counts) - recall($0, new.counts) }
  let deepest = falls.max() ?? 0
  return ReleaseReport(
    before: accuracy(of: old.answers, labels: labels),
    after: accuracy(of: new.answers, labels: labels),
    agreement: accuracy(of: new.answers, labels: old.answers),
    mostHurt: deepest > 0 ? falls.firstIndex(of: deepest) : nil, fall: Swift.max(deepest, 0))
}

/// Whether the candidate may take the place of the model in use.
///
/// - Parameters:
///   - report: what would change.
///   - loss: by how much accuracy may fall at the most, as a share.
///   - fall: by how much the recall of any class may fall at the most.
func mayShip(_ report: ReleaseReport, atMostLosing loss: Double, fallingBy fall: Double) -> Bool {
  if report.fall > fall { return false }
  return report.after >= report.before - loss
}
