import ModelOptimization

/// Classifies images from their bytes, one batch after another.
///
/// - Parameters:
///   - pixels: the images one after another, each of `model.layers[0].inputs` bytes from 0 to
///     255; training used numbers from 0.0 to 1.0.
///   - model: gives logits of shape `[images, classes]` for images of shape `[images, inputs]`.
///   - batch: how many images to run together, at least 1; the last batch may have fewer.
/// - Returns: the class of each image, counted from 0.
func predictions(for pixels: [UInt8], by model: MultilayerPerceptron, batch: Int) -> [Int] {
  // TODO: for each batch: scale the bytes, make a tensor, call the model, take the argmax.
  return []
}
