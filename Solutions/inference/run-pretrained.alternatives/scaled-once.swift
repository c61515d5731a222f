import ModelOptimization

// Scales everything first and cuts the batches out of one tensor: simpler to read, but it keeps
// all images in memory as floats, four times the size of their bytes.
func predictions(for pixels: [UInt8], by model: MultilayerPerceptron, batch: Int) -> [Int] {
  let inputs = model.layers[0].inputs
  let numbers = pixels.map { Float($0) * (1 / 255) }
  let images = Tensor(numbers, shape: [pixels.count / inputs, inputs])
  var classes: [Int] = []
  while classes.count < images.rowCount {
    let end = min(classes.count + batch, images.rowCount)
    let logits = model(images.rows(classes.count..<end))
    for row in 0..<logits.rowCount {
      let scores = logits[row]
      classes.append(scores.indices.max { scores[$0] < scores[$1] } ?? 0)
    }
  }
  return classes
}
