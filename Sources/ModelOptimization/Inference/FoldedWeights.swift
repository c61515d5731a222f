/// The weights and bias of a convolution or dense layer, into which a batch norm is folded.
///
/// In inference a batch norm multiplies each channel by a constant and adds another; so does a
/// convolution with other weights:
///
///     γ / √(variance + ε) · (w · x + b - mean) + β = w' · x + b'
///     w' = scale · w,  b' = scale · b + shift,  scale = γ / √(variance + ε),
///     shift = β - scale · mean
struct FoldedWeights {
  private(set) var weight: [Float]
  private(set) var bias: [Float]
  /// How far weights of neighbouring outputs lie apart.
  private let stride: Int

  /// Begins with the layer's own.
  ///
  /// - Parameters:
  ///   - weight: with the outputs as the first or the last axis.
  ///   - bias: one element for each output, or none.
  ///   - outputAxis: the axis of `weight` that counts the outputs: the first or the last one.
  init(weight: Tensor, bias: Tensor?, outputAxis: Int) {
    let outputs = weight.shape[outputAxis]
    stride = outputAxis == 0 ? weight.shape.dropFirst().reduce(1, *) : 1
    self.weight = weight.elements
    self.bias = bias?.elements ?? [Float](repeating: 0, count: outputs)
  }

  /// Folds the batch norm that follows.
  mutating func fold(_ norm: BatchNorm) {
    let (scale, shift) = norm.scaleAndShift
    for index in weight.indices { weight[index] *= scale[index / stride % bias.count] }
    for output in bias.indices { bias[output] = bias[output] * scale[output] + shift[output] }
  }
}

extension BatchNorm {
  /// What the layer multiplies each channel by in inference, and what it adds.
  var scaleAndShift: (scale: [Float], shift: [Float]) {
    // In double precision: the difference between two roundings is the size of what is compared.
    let scale = zip(weight.elements, runningVariance.elements).map {
      Double($0) / (Double($1) + Double(epsilon)).squareRoot()
    }
    let shift = scale.indices.map {
      Double(bias.elements[$0]) - scale[$0] * Double(runningMean.elements[$0])
    }
    return (scale.map { Float($0) }, shift.map { Float($0) })
  }
}
