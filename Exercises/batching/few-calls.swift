import ModelOptimization

/// Classifies a queue of images with few calls of the model.
///
/// - Parameters:
///   - images: the numbers of each image, as many as the model takes.
///   - session: a model made for batches of up to `session.maximumBatch` images; it gives a
///     score for each class.
/// - Returns: the class of each image, in the order of the images.
func classes(of images: [[Float]], by session: InferenceSession) -> [Int] {
  // TODO: one call for each image is right, and slow.
  return images.map { image in
    let scores = session(Tensor(image, shape: [1] + session.model.inputShape))
    return argmax(scores)[0]
  }
}
