import ModelOptimization

// Scales everything first and cuts batches out of one tensor: simpler to read, but it keeps all
// the images in memory as floats, four times the size of their bytes.
func predictions(for pixels: [UInt8], by model: MultilayerPerceptron, batch: Int) -> [Int] {
  let inputs = model.layers[0].inputs
  let all = Tensor(pixels.map { Float($0) / 255 }, shape: [pixels.count / inputs, inputs])
  var classes: [Int] = []
  var rest = 0..<all.rowCount
  while !rest.isEmpty {
    let scores = model(all.rows(Range(rest.prefix(batch))))
    classes += (0..<scores.rowCount).map { row in
      scores[row].indices.max { scores[row, $0] < scores[row, $1] } ?? 0
    }
    rest = Range(rest.dropFirst(batch))
  }
  return classes
}
