import ModelOptimization

func predictions(for pixels: [UInt8], by model: MultilayerPerceptron, batch: Int) -> [Int] {
  let inputs = model.layers[0].inputs
  let images = pixels.count / inputs
  var classes: [Int] = []
  for first in stride(from: 0, to: images, by: batch) {
    let end = min(first + batch, images)
    let bytes = pixels[first * inputs..<end * inputs]
    let x = Tensor(bytes.map { byte in Float(byte) / 255 }, shape: [end - first, inputs])
    classes.append(argmax(model(x))[0])
  }
  return classes
}
