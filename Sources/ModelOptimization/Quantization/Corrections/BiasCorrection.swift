extension Sequential {
  /// The network with its biases changed so that every output of every dense layer and convolution
  /// has the mean that it has in `original`, over some images.
  ///
  ///     bias ← bias + mean of original's output - mean of own output
  ///
  /// Rounding weights does not only blur what a layer gives but shifts it, output by output, and a
  /// shift adds up from layer to layer; a bias can take it back. The layers are corrected in their
  /// order, each on what the corrected ones before it give.
  ///
  /// Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
  /// Correction", 2019, arXiv:1906.04721, section 4.2, with measured means (appendix D).
  ///
  /// - Parameters:
  ///   - original: the network before its weights were rounded: the same layers, batch norms
  ///     folded in both.
  ///   - images: training images, `[count]` and the shape of one as the network takes it; a few
  ///     hundred are enough.
  /// - Throws: `QuantizationError.noValues` without images, `notFinite`.
  public func correctingBiases(
    toMatch original: Sequential, on images: Tensor
  ) throws(QuantizationError) -> Sequential {
    try images.requireFiniteValues()
    var values = (own: images, original: images)
    return corrected(original, &values)
  }

  private func corrected(
    _ original: Sequential, _ values: inout (own: Tensor, original: Tensor)
  ) -> Sequential {
    require(
      layers.count == original.layers.count,
      "A network is corrected to match its original, which has the same layers; these have "
        + "\(layers.count) and \(original.layers.count).")
    var result = self
    for (index, (own, other)) in zip(layers, original.layers).enumerated() {
      require(
        type(of: own) == type(of: other),
        "Layer \(index) of a network and of its original are of one kind; these are \(own) and "
          + "\(other).")
      switch (own, other) {
      case (var own as any WeightedLayer, let other as any WeightedLayer):
        values.original = other(values.original)
        let before = own(values.own)
        let means = (own.outputMeans(before), other.outputMeans(values.original))
        own.addToBias(zip(means.1, means.0).map { Float($0 - $1) })
        result.layers[index] = own
        values.own = own(values.own)
      case (let own as Sequential, let other as Sequential):
        result.layers[index] = own.corrected(other, &values)
      case (var own as Residual, let other as Residual):
        var inner = values
        own.body = own.body.corrected(other.body, &inner)
        if let shortcut = own.shortcut, let otherShortcut = other.shortcut {
          var around = values
          own.shortcut = shortcut.corrected(otherShortcut, &around)
        }
        result.layers[index] = own
        values = (own(values.own), other(values.original))
      default:
        values = (own(values.own), other(values.original))
      }
    }
    return result
  }
}

extension WeightedLayer {
  /// The mean of each output over examples and pixels.
  fileprivate func outputMeans(_ output: Tensor) -> [Double] {
    let channels = outputCount
    let stride = isChannelsFirst ? output.count / max(1, output.rowCount * channels) : 1
    var sums = [Double](repeating: 0, count: channels)
    output.withElements { elements in
      for index in 0..<output.count {
        sums[index / stride % channels] += Double(elements[index])
      }
    }
    return sums.map { $0 * Double(channels) / Double(max(1, output.count)) }
  }
}
