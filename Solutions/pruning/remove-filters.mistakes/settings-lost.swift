import ModelOptimization

func filterNorms(of weight: Tensor) -> [Float] {
  let size = weight.count / weight.shape[0]
  return (0..<weight.shape[0]).map { filter in
    weight.elements[filter * size..<(filter + 1) * size].reduce(0) { sum, w in sum + abs(w) }
  }
}

func slices(_ places: [Int], of tensor: Tensor) -> Tensor {
  let size = tensor.count / tensor.shape[0]
  let elements = tensor.elements
  return Tensor(
    places.flatMap { place in elements[place * size..<(place + 1) * size] },
    shape: [places.count] + tensor.shape.dropFirst())
}

func removing(
  filters removed: Set<Int>, from convolution: Conv2D, _ norm: BatchNorm, _ dense: Dense
) -> (Conv2D, BatchNorm, Dense) {
  let channels = convolution.outputs
  let kept = (0..<channels).filter { channel in !removed.contains(channel) }
  let inputs = (0..<dense.inputs).filter { input in !removed.contains(input % channels) }
  let thinConvolution = Conv2D(
    weight: slices(kept, of: convolution.weight),
    bias: convolution.bias.map { bias in slices(kept, of: bias) },
    stride: convolution.stride)
  let thinNorm = BatchNorm(
    weight: slices(kept, of: norm.weight), bias: slices(kept, of: norm.bias),
    runningMean: slices(kept, of: norm.runningMean),
    runningVariance: slices(kept, of: norm.runningVariance),
    momentum: norm.momentum, epsilon: norm.epsilon)
  let thinDense = Dense(weight: slices(inputs, of: dense.weight), bias: dense.bias)
  return (thinConvolution, thinNorm, thinDense)
}
