import ModelOptimization

/// Σ |w| of each filter of a convolution.
///
/// - Parameter weight: shape `[filters, inputs, height, width]`.
func filterNorms(of weight: Tensor) -> [Float] {
  // TODO: a filter's weights lie together.
  return []
}

/// Some places of the first axis of a tensor, in the order given.
func slices(_ places: [Int], of tensor: Tensor) -> Tensor {
  // TODO: of a tensor with more than one axis, a place is a whole block.
  return tensor
}

/// Removes filters of a convolution, and what the layers behind it had for their channels.
///
/// The layers follow each other: convolution, norm, ReLU, `Flatten`, dense. A row of the flattened
/// image holds the channels of the first pixel, then those of the second, and so on.
///
/// - Returns: the three layers, smaller.
func removing(
  filters removed: Set<Int>, from convolution: Conv2D, _ norm: BatchNorm, _ dense: Dense
) -> (Conv2D, BatchNorm, Dense) {
  // TODO: cut the weights and the bias, all four lists of the norm, and the inputs of the dense
  // layer. Stride, padding, momentum and ε stay as they are.
  return (convolution, norm, dense)
}
