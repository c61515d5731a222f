extension Sequential {
  /// The network with the weights of neighbouring layers brought to like ranges, channel by channel;
  /// what it computes is the same, up to rounding.
  ///
  /// What a ReLU passes on grows with its input, so a channel can be divided by any positive number
  /// in one layer and multiplied by it in the next. With r₁ and r₂ the largest weights that make
  /// and that read a channel,
  ///
  ///     s = √(r₁ / r₂)        made: weights and bias / s        read: weights · s
  ///
  /// gives both the range √(r₁ · r₂). Where one range serves a whole tensor, channels whose weights
  /// are small by nature then keep as many integers as the others. Chains of layers are gone
  /// through until their ranges stand still.
  ///
  /// Batch norms are folded first. Layers count as neighbours where ReLU, LeakyReLU, pooling,
  /// flattening and dropout alone stand between them.
  ///
  /// Source: Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
  /// Correction", 2019, arXiv:1906.04721, section 4.1.
  ///
  /// - Parameter passes: how often the chains are gone through at most.
  public func equalizingLayers(passes: Int = 50) -> Sequential {
    var network = foldingBatchNorms()
    network.equalize(passes: passes)
    return network
  }

  private mutating func equalize(passes: Int) {
    for index in layers.indices {
      if var inner = layers[index] as? Sequential {
        inner.equalize(passes: passes)
        layers[index] = inner
      } else if var block = layers[index] as? Residual {
        block.body.equalize(passes: passes)
        block.shortcut?.equalize(passes: passes)
        layers[index] = block
      }
    }
    let pairs = neighbours
    for _ in 0..<passes {
      var largest: Float = 1
      for (maker, reader) in pairs { largest = max(largest, equalize(maker, reader)) }
      if largest < 1.0001 { return }
    }
  }

  /// The layers with weights that follow each other without anything that is not homogeneous.
  private var neighbours: [(maker: Int, reader: Int)] {
    var pairs: [(Int, Int)] = []
    var maker: Int?
    for (index, layer) in layers.enumerated() {
      switch layer {
      case is any WeightedLayer:
        if let maker { pairs.append((maker, index)) }
        maker = index
      case is ReLU, is LeakyReLU, is MaxPool2D, is AveragePool2D, is GlobalAveragePool,
        is Flatten, is Dropout:
        continue
      default: maker = nil
      }
    }
    return pairs
  }

  /// Brings a pair of layers to equal ranges, and returns the largest factor that was needed.
  private mutating func equalize(_ makerIndex: Int, _ readerIndex: Int) -> Float {
    guard var maker = layers[makerIndex] as? any WeightedLayer,
      var reader = layers[readerIndex] as? any WeightedLayer
    else { return 1 }
    let channels = maker.outputCount
    let channelsFirst = maker.isChannelsFirst
    var made = [Float](repeating: 0, count: channels)
    var read = made
    for (index, weight) in maker.weight.elements.enumerated() {
      let channel = maker.outputChannel(at: index)
      made[channel] = max(made[channel], abs(weight))
    }
    for (index, weight) in reader.weight.elements.enumerated() {
      let channel = reader.inputChannel(at: index, of: channels, channelsFirst: channelsFirst)
      read[channel] = max(read[channel], abs(weight))
    }
    // A channel that is not made, or not read, has no range to bring to another.
    let factors = zip(made, read).map { made, read in
      made > 0 && read > 0 ? (made / read).squareRoot() : 1
    }
    maker.scaleWeights { 1 / factors[$0.outputChannel(at: $1)] }
    maker.optionalBias = maker.optionalBias.map { bias in
      Tensor(zip(bias.elements, factors).map { $0 / $1 }, shape: bias.shape)
    }
    reader.scaleWeights {
      factors[$0.inputChannel(at: $1, of: channels, channelsFirst: channelsFirst)]
    }
    layers[makerIndex] = maker
    layers[readerIndex] = reader
    return factors.reduce(1) { max($0, $1, 1 / $1) }
  }
}

extension WeightedLayer {
  /// Multiplies each weight by a factor that its place among the elements tells.
  fileprivate mutating func scaleWeights(by factor: (Self, Int) -> Float) {
    let scaled = weight.elements.enumerated().map { $1 * factor(self, $0) }
    weight = Tensor(scaled, shape: weight.shape)
  }

  /// The output that the weight at a place among the elements helps to make.
  fileprivate func outputChannel(at index: Int) -> Int {
    let outputs = outputCount
    return weight.shape.count == 2 ? index % outputs : index / (weight.count / outputs)
  }
}
