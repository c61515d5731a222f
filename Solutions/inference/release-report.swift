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

/// The class that a model answers for each image.
private func answers(
  of model: (Tensor) -> Tensor, for images: Tensor, batch: Int
) -> [Int] {
  var classes: [Int] = []
  for first in stride(from: 0, to: images.shape[0], by: batch) {
    classes += argmax(model(images.rows(first..<min(first + batch, images.shape[0]))))
  }
  return classes
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
  let old = answers(of: current, for: images, batch: batch)
  let new = answers(of: candidate, for: images, batch: batch)

  var members = [Int](repeating: 0, count: classes)
  var lost = [Int](repeating: 0, count: classes)
  var (rightBefore, rightAfter, alike) = (0, 0, 0)
  for (place, label) in labels.enumerated() {
    members[label] += 1
    if old[place] == label {
      rightBefore += 1
      lost[label] += 1
    }
    if new[place] == label {
      rightAfter += 1
      lost[label] -= 1
    }
    if old[place] == new[place] { alike += 1 }
  }

  var report = ReleaseReport(
    before: Double(rightBefore) / Double(labels.count),
    after: Double(rightAfter) / Double(labels.count),
    agreement: Double(alike) / Double(labels.count), mostHurt: nil, fall: 0)
  for label in 0..<classes where members[label] > 0 {
    let fall = Double(lost[label]) / Double(members[label])
    if fall > report.fall { (report.mostHurt, report.fall) = (label, fall) }
  }
  return report
}

/// Whether the candidate may take the place of the model in use.
///
/// - Parameters:
///   - report: what would change.
///   - loss: by how much accuracy may fall at the most, as a share.
///   - fall: by how much the recall of any class may fall at the most.
func mayShip(_ report: ReleaseReport, atMostLosing loss: Double, fallingBy fall: Double) -> Bool {
  report.before - report.after <= loss && report.fall <= fall
}
