import ModelOptimization

/// Folds a batch norm into the convolution before it, as both work at inference.
///
///     scale = γ / √(variance + ε)      w' = scale · w
///                                      b' = scale · (b - mean) + β
///
/// - Parameters:
///   - weight: the convolution's, with the outputs as the first axis.
///   - bias: one element for each output; nil counts as zeros.
///   - norm: γ is its `weight`, β its `bias`.
/// - Returns: weight and bias of a convolution that does the work of both.
func folded(weight: Tensor, bias: Tensor?, norm: BatchNorm) -> (weight: Tensor, bias: Tensor) {
  let outputs = norm.channels
  let window = weight.count / outputs
  var weights = weight.elements
  var biases = bias?.elements ?? [Float](repeating: 0, count: outputs)
  for output in 0..<outputs {
    let variance = norm.runningVariance.elements[output]
    let scale = norm.weight.elements[output] / (variance + norm.epsilon).squareRoot()
    for index in output * window..<(output + 1) * window { weights[index] *= scale }
    let centred = biases[output] - norm.runningMean.elements[output]
    biases[output] = scale * centred + norm.bias.elements[output]
  }
  return (Tensor(weights, shape: weight.shape), Tensor(biases, shape: [outputs]))
}
