/// `scale[channel] · x + shift[channel]`: what a batch norm is in inference, and what the weights
/// before it can take up.
///
///     γ / √(variance + ε) · (w · x + b - mean) + β = w' · x + b'
///     w' = scale · w,  b' = scale · b + shift,  scale = γ / √(variance + ε),
///     shift = β - scale · mean
///
/// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2017, arXiv:1712.05877, section 3.2.
struct FoldedScaling {
  var scale: [Float]
  var shift: [Float]
}

extension BatchNorm {
  /// What the layer multiplies each channel by in inference, and what it adds.
  var foldedScaling: FoldedScaling {
    // In double precision: the difference between two roundings is the size of what is compared.
    let scale = zip(weight.elements, runningVariance.elements).map {
      Double($0) / (Double($1) + Double(epsilon)).squareRoot()
    }
    let shift = scale.indices.map {
      Double(bias.elements[$0]) - scale[$0] * Double(runningMean.elements[$0])
    }
    return FoldedScaling(scale: scale.map { Float($0) }, shift: shift.map { Float($0) })
  }
}

/// A layer whose weights can take up what scales and shifts its output channels.
protocol ScalableLayer: TrainableLayer {
  /// The channels of the output.
  var outputChannels: Int { get }
  /// The order of the axes, where there are images.
  var outputLayout: ImageLayout? { get }
  /// The layer with other weights, so that its output is scaled and shifted.
  func scaled(by scaling: FoldedScaling) -> Self
}

extension ScalableLayer {
  /// The layer with a batch norm behind it folded into its weights and its bias.
  func folding(_ norm: BatchNorm) -> Self { scaled(by: norm.foldedScaling) }

  /// Whether a norm behind the layer looks at the layer's output channels.
  func takes(_ norm: BatchNorm) -> Bool {
    norm.channels == outputChannels && (outputLayout == nil || outputLayout == norm.layout)
  }

  /// Weights and bias times the scale, plus the shift.
  ///
  /// - Parameter channelStride: how far weights of neighbouring outputs lie apart.
  fileprivate func parameters(
    _ weight: Tensor, _ bias: Tensor?, times scaling: FoldedScaling, channelStride: Int
  ) -> (weight: Tensor, bias: Tensor) {
    let channels = scaling.scale.count
    var weights = weight.elements
    var biases = bias?.elements ?? [Float](repeating: 0, count: channels)
    for index in weights.indices {
      weights[index] *= scaling.scale[index / channelStride % channels]
    }
    for channel in biases.indices {
      biases[channel] = biases[channel] * scaling.scale[channel] + scaling.shift[channel]
    }
    return (Tensor(weights, shape: weight.shape), Tensor(biases, shape: [channels]))
  }
}

extension Dense: ScalableLayer {
  var outputChannels: Int { outputs }
  var outputLayout: ImageLayout? { nil }

  func scaled(by scaling: FoldedScaling) -> Dense {
    let (weight, bias) = parameters(weight, bias, times: scaling, channelStride: 1)
    return Dense(weight: weight, bias: bias)
  }

  /// The layer with a batch norm behind it folded into its weights: w' = γ / √(variance + ε) · w.
  public func folding(_ norm: BatchNorm) -> Dense {
    requireFold(of: norm, into: self)
    return scaled(by: norm.foldedScaling)
  }
}

extension Conv2D: ScalableLayer {
  var outputChannels: Int { outputs }
  var outputLayout: ImageLayout? { layout }

  func scaled(by scaling: FoldedScaling) -> Conv2D {
    let (weight, bias) = parameters(
      weight, bias, times: scaling, channelStride: weight.shape.dropFirst().reduce(1, *))
    return Conv2D(
      weight: weight, bias: bias, stride: stride, padding: padding, groups: groups, layout: layout)
  }

  /// The layer with a batch norm behind it folded into its weights: w' = γ / √(variance + ε) · w.
  public func folding(_ norm: BatchNorm) -> Conv2D {
    requireFold(of: norm, into: self)
    return scaled(by: norm.foldedScaling)
  }
}

extension DepthwiseConv2D: ScalableLayer {
  var outputChannels: Int { channels }
  var outputLayout: ImageLayout? { layout }

  func scaled(by scaling: FoldedScaling) -> DepthwiseConv2D {
    let (weight, bias) = parameters(
      weight, bias, times: scaling, channelStride: weight.shape.dropFirst().reduce(1, *))
    return DepthwiseConv2D(
      weight: weight, bias: bias, stride: stride, padding: padding, layout: layout)
  }

  /// The layer with a batch norm behind it folded into its weights: w' = γ / √(variance + ε) · w.
  public func folding(_ norm: BatchNorm) -> DepthwiseConv2D {
    requireFold(of: norm, into: self)
    return scaled(by: norm.foldedScaling)
  }
}

private func requireFold(of norm: BatchNorm, into layer: some ScalableLayer) {
  require(
    layer.takes(norm),
    "\(layer) gives \(layer.outputChannels) channels"
      + (layer.outputLayout.map { " in the order .\($0)" } ?? "")
      + "; \(norm) in the order .\(norm.layout) cannot be folded into it.")
}
