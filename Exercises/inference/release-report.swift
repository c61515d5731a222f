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
  // TODO: answers of both models, batch by batch; then the shares, and the class that falls most.
  return ReleaseReport(before: 0, after: 0, agreement: 0, mostHurt: nil, fall: 0)
}

/// Whether the candidate may take the place of the model in use.
///
/// - Parameters:
///   - report: what would change.
///   - loss: by how much accuracy may fall at the most, as a share.
///   - fall: by how much the recall of any class may fall at the most.
func mayShip(_ report: ReleaseReport, atMostLosing loss: Double, fallingBy fall: Double) -> Bool {
  // TODO: both limits.
  return false
}
