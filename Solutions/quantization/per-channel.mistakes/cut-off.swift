import ModelOptimization

/// The symmetric 8-bit scale of each output's weights.
///
/// - Parameters:
///   - weight: `[inputs, outputs]` of a dense layer, `[outputs, inputs, height, width]` of a
///     convolution, or any other shape.
///   - outputAxis: the axis that counts the outputs.
/// - Returns: largest magnitude / 127 for each output; 1 where all its weights are 0.
func channelScales(of weight: Tensor, outputAxis: Int) -> [Float] {
  let inner = weight.shape.dropFirst(outputAxis + 1).reduce(1, *)
  var largest = [Float](repeating: 0, count: weight.shape[outputAxis])
  for (index, element) in weight.elements.enumerated() {
    let output = index / inner % largest.count
    largest[output] = max(largest[output], abs(element))
  }
  return largest.map { $0 == 0 ? 1 : $0 / 127 }
}

/// The weights as they come back from integers of -127...127, each with the scale of its output.
///
/// - Parameters:
///   - weight: of any shape.
///   - outputAxis: the axis that counts the outputs.
/// - Returns: a tensor of the same shape.
func roundedByChannel(_ weight: Tensor, outputAxis: Int) -> Tensor {
  let scales = channelScales(of: weight, outputAxis: outputAxis)
  let inner = weight.shape.dropFirst(outputAxis + 1).reduce(1, *)
  let rounded = weight.elements.enumerated().map { index, element in
    let scale = scales[index / inner % scales.count]
    return (element / scale).rounded(.towardZero) * scale
  }
  return Tensor(rounded, shape: weight.shape)
}
