import ModelOptimization

// Σ |w| as a running sum over all weights, each added to the filter that it belongs to.
func filterNorms(of weight: Tensor) -> [Float] {
  var norms = [Float](repeating: 0, count: weight.shape[0])
  for (index, w) in weight.elements.enumerated() {
    norms[index * weight.shape[0] / weight.count] += w.magnitude
  }
  return norms
}

func slices(_ places: [Int], of tensor: Tensor) -> Tensor {
  let matrix = tensor.reshaped(to: [tensor.shape[0], tensor.count / tensor.shape[0]])
  let rows = places.flatMap { matrix.rows($0..<$0 + 1).elements }
  var shape = tensor.shape
  shape[0] = places.count
  return Tensor(rows, shape: shape)
}

// The dense layer's rows are gathered pixel by pixel, as the flattened image holds them.
func removing(
  filters removed: Set<Int>, from convolution: Conv2D, _ norm: BatchNorm, _ dense: Dense
) -> (Conv2D, BatchNorm, Dense) {
  let kept = Set(0..<convolution.outputs).subtracting(removed).sorted()
  var inputs: [Int] = []
  for pixel in 0..<dense.inputs / convolution.outputs {
    inputs += kept.map { pixel * convolution.outputs + $0 }
  }
  return (
    Conv2D(
      weight: slices(kept, of: convolution.weight),
      bias: convolution.bias.map { slices(kept, of: $0) }, stride: convolution.stride,
      padding: convolution.padding, groups: convolution.groups, layout: convolution.layout),
    BatchNorm(
      weight: slices(kept, of: norm.weight), bias: slices(kept, of: norm.bias),
      runningMean: slices(kept, of: norm.runningMean),
      runningVariance: slices(kept, of: norm.runningVariance), momentum: norm.momentum,
      epsilon: norm.epsilon, layout: norm.layout),
    Dense(weight: slices(inputs, of: dense.weight), bias: dense.bias)
  )
}
