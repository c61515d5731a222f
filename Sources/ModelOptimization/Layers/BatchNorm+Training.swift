extension BatchNorm: RectifyingLayer {
  /// The weights and the bias.
  public var parameters: [Tensor] {
    get { [weight, bias] }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      (weight, bias) = (newValue[0], newValue[1])
    }
  }

  /// "weight" and "bias".
  public var parameterNames: [String] { ["weight", "bias"] }

  /// The running mean and the running variance.
  public var statistics: [Tensor] {
    get { [runningMean, runningVariance] }
    set {
      requireReplacements(newValue, for: statistics, "statistics")
      (runningMean, runningVariance) = (newValue[0], newValue[1])
    }
  }

  /// "running_mean" and "running_var", as PyTorch calls them.
  public var statisticNames: [String] { ["running_mean", "running_var"] }

  func apply(_ x: Tensor, rectified: Bool) -> Tensor {
    _ = outputShape(for: x.shape)
    let moments = ChannelMoments(
      count: 0, means: runningMean.elements.map { Double($0) },
      variances: runningVariance.elements.map { Double($0) })
    return ownOrder(
      normalized(kernelOrder(x), scaling(by: moments), rectified: rectified))
  }

  /// Backward, with x̂ = (x - mean) / √(variance + epsilon) and n examples of each channel:
  ///
  ///     dW = Σ dY · x̂        dB = Σ dY
  ///     dX = weight / √(variance + epsilon) · (dY - dB / n - x̂ · dW / n)
  ///
  /// The last two terms are there because every example moves the mean and the variance.
  mutating func forward(_ x: Tensor, rectified: Bool) -> ForwardPass {
    let shape = outputShape(for: x.shape)
    let x = kernelOrder(x)
    require(
      x.count > channels,
      "\(self) in training mode needs more than one value for each channel: the variance of one "
        + "is nothing to learn from. It was given \(shape).")
    let moments = channelMoments(of: x)
    updateStatistics(with: moments)
    let scaling = scaling(by: moments)
    let y = normalized(x, scaling, rectified: rectified)
    let rectifiedOutput = rectified ? y : nil
    return ForwardPass(output: ownOrder(y)) { [self] dY, needsInput in
      requireGradient(dY, fits: shape, of: self)
      let (dX, dW, dB) = batchNormGradient(
        x, rectifiedOutput: rectifiedOutput, kernelOrder(dY), weight: weight, scaling)
      return LayerGradient(input: needsInput ? ownOrder(dX) : nil, parameters: [dW, dB])
    }
  }

  private mutating func updateStatistics(with moments: ChannelMoments) {
    let correction = Double(moments.count) / Double(moments.count - 1)
    for channel in 0..<channels {
      let (mean, variance) = (moments.means[channel], moments.variances[channel])
      runningMean.storage[channel] +=
        momentum * (Float(mean) - runningMean.storage[channel])
      runningVariance.storage[channel] +=
        momentum * (Float(variance * correction) - runningVariance.storage[channel])
    }
  }

  private func scaling(by moments: ChannelMoments) -> ChannelScaling {
    let inverses = moments.variances.map { 1 / ($0 + Double(epsilon)).squareRoot() }
    let scales = zip(weight.storage, inverses).map { Double($0) * $1 }
    let shifts = (0..<channels).map {
      Double(bias.storage[$0]) - moments.means[$0] * scales[$0]
    }
    func tensor(_ numbers: [Double]) -> Tensor {
      Tensor(numbers.map { Float($0) }, shape: [channels])
    }
    return ChannelScaling(
      means: tensor(moments.means), inverses: tensor(inverses), scales: tensor(scales),
      shifts: tensor(shifts))
  }
}
