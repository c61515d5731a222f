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
  let inputs = model.layers[0].inputs
  let images = pixels.count / inputs
  var classes: [Int] = []
  for first in stride(from: 0, to: images, by: batch) {
    let end = min(first + batch, images)
    let bytes = pixels[first * inputs..<end * inputs]
    let x = Tensor(bytes.map { byte in Float(byte) / 255 }, shape: [end - first, inputs])
    classes += argmax(model(x))
  }
  return classes
}
