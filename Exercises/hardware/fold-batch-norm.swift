import ModelOptimization

/// Folds a batch norm into the convolution before it, as both work at inference.
///
/// - Parameters:
///   - weight: the convolution's, with the outputs as the first axis.
///   - bias: one element for each output; nil counts as zeros.
///   - norm: γ is its `weight`, β its `bias`.
/// - Returns: weight and bias of a convolution that does the work of both.
func folded(weight: Tensor, bias: Tensor?, norm: BatchNorm) -> (weight: Tensor, bias: Tensor) {
  let outputs = norm.channels
  var weights = weight.elements
  var biases = bias?.elements ?? [Float](repeating: 0, count: outputs)
  for output in 0..<outputs {
    let variance = norm.runningVariance.elements[output]
    // TODO: three mistakes hide in this loop. Compare it with the formulas, line by line.
    let scale = norm.weight.elements[output] / (variance.squareRoot() + norm.epsilon)
    for index in weights.indices where index % outputs == output { weights[index] *= scale }
    biases[output] += norm.bias.elements[output] - scale * norm.runningMean.elements[output]
  }
  return (Tensor(weights, shape: weight.shape), Tensor(biases, shape: [outputs]))
}
