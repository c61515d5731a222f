import ModelOptimization

/// The symmetric 8-bit scale of each output's weights.
///
/// - Parameters:
///   - weight: `[inputs, outputs]` of a dense layer, `[outputs, inputs, height, width]` of a
///     convolution, or any other shape.
///   - outputAxis: the axis that counts the outputs.
/// - Returns: largest magnitude / 127 for each output; 1 where all its weights are 0.
func channelScales(of weight: Tensor, outputAxis: Int) -> [Float] {
  // TODO: to which output does element `index` belong?
  return []
}

/// The weights as they come back from integers of -127...127, each with the scale of its output.
///
/// - Parameters:
///   - weight: of any shape.
///   - outputAxis: the axis that counts the outputs.
/// - Returns: a tensor of the same shape.
func roundedByChannel(_ weight: Tensor, outputAxis: Int) -> Tensor {
  // TODO: round each element on the grid of its own output.
  return weight
}
