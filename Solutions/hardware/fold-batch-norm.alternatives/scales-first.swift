import ModelOptimization

// All scales first, then one pass over the weights; the bias goes through the norm like any value.
func folded(weight: Tensor, bias: Tensor?, norm: BatchNorm) -> (weight: Tensor, bias: Tensor) {
  let scales = zip(norm.weight.elements, norm.runningVariance.elements).map { gamma, variance in
    gamma / (variance + norm.epsilon).squareRoot()
  }
  let window = weight.count / scales.count
  let weights = weight.elements.enumerated().map { index, value in
    value * scales[index / window]
  }
  let row = bias ?? Tensor(zeros: [scales.count])
  return (
    Tensor(weights, shape: weight.shape),
    norm(row.reshaped(to: [1, scales.count])).reshaped(to: [scales.count])
  )
}
