import ModelOptimization

func folded(weight: Tensor, bias: Tensor?, norm: BatchNorm) -> (weight: Tensor, bias: Tensor) {
  let outputs = norm.channels
  var weights = weight.elements
  var biases = bias?.elements ?? [Float](repeating: 0, count: outputs)
  for output in 0..<outputs {
    let variance = norm.runningVariance.elements[output]
    let scale = norm.weight.elements[output] / (variance + norm.epsilon).squareRoot()
    for index in weights.indices where index % outputs == output { weights[index] *= scale }
    let centred = biases[output] - norm.runningMean.elements[output]
    biases[output] = scale * centred + norm.bias.elements[output]
  }
  return (Tensor(weights, shape: weight.shape), Tensor(biases, shape: [outputs]))
}
