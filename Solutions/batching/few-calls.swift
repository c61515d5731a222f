import ModelOptimization

/// Classifies a queue of images with few calls of the model.
///
/// - Parameters:
///   - images: the numbers of each image, as many as the model takes.
///   - session: a model made for batches of up to `session.maximumBatch` images; it gives a
///     score for each class.
/// - Returns: the class of each image, in the order of the images.
func classes(of images: [[Float]], by session: InferenceSession) -> [Int] {
  let shape = session.model.inputShape
  var classes: [Int] = []
  for first in stride(from: 0, to: images.count, by: session.maximumBatch) {
    let batch = images[first..<min(first + session.maximumBatch, images.count)]
    let scores = session(Tensor(Array(batch.joined()), shape: [batch.count] + shape))
    classes += argmax(scores)
  }
  return classes
}
