import ModelOptimization

func predictions(for pixels: [UInt8], by model: MultilayerPerceptron, batch: Int) -> [Int] {
  let inputs = model.layers[0].inputs
  var numbers = pixels.map { byte in Float(byte) / 255 }
  while !numbers.count.isMultiple(of: batch * inputs) {
    numbers.append(0)
  }
  var classes: [Int] = []
  for start in stride(from: 0, to: numbers.count, by: batch * inputs) {
    let x = Tensor(Array(numbers[start..<start + batch * inputs]), shape: [batch, inputs])
    classes += argmax(model(x))
  }
  return classes
}
