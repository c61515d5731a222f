/// A layer whose outputs are weighted sums: what quantization has to do with.
protocol WeightedLayer: RectifyingLayer {
  /// The weights; the axis of the outputs is 1 of two axes, else 0.
  var weight: Tensor { get set }
  /// What is added to each output; nil for nothing.
  var optionalBias: Tensor? { get set }
  /// Whether the channels of its images are their second axis, and not the last.
  var isChannelsFirst: Bool { get }

  /// The channel of the layer before that a weight reads.
  ///
  /// - Parameters:
  ///   - index: the place of the weight among the elements.
  ///   - channels: how many channels the layer before gives.
  ///   - channelsFirst: whether flattened images lie channel by channel.
  func inputChannel(at index: Int, of channels: Int, channelsFirst: Bool) -> Int
}

extension WeightedLayer {
  /// How many outputs there are.
  var outputCount: Int { weight.shape.count == 2 ? weight.shape[1] : weight.shape[0] }

  /// Adds to each output.
  mutating func addToBias(_ shift: [Float]) {
    let old = optionalBias?.elements ?? [Float](repeating: 0, count: outputCount)
    optionalBias = Tensor(zip(old, shift).map { $0 + $1 }, shape: [outputCount])
  }
}

extension Dense: WeightedLayer {
  var optionalBias: Tensor? {
    get { bias }
    set { bias = newValue ?? Tensor(zeros: [outputs]) }
  }

  var isChannelsFirst: Bool { false }

  func inputChannel(at index: Int, of channels: Int, channelsFirst: Bool) -> Int {
    let input = index / outputs
    // A flattened image gives each channel as many inputs as it has pixels.
    return channelsFirst ? input / (inputs / channels) : input % channels
  }
}

extension Conv2D: WeightedLayer {
  var optionalBias: Tensor? {
    get { bias }
    set { bias = newValue }
  }

  var isChannelsFirst: Bool { layout == .nchw }

  func inputChannel(at index: Int, of channels: Int, channelsFirst: Bool) -> Int {
    let (inputs, pixels) = (weight.shape[1], weight.shape[2] * weight.shape[3])
    let group = index / (inputs * pixels) / (outputs / groups)
    return group * inputs + index / pixels % inputs
  }
}

extension DepthwiseConv2D: WeightedLayer {
  var optionalBias: Tensor? {
    get { bias }
    set { bias = newValue }
  }

  var isChannelsFirst: Bool { layout == .nchw }

  func inputChannel(at index: Int, of channels: Int, channelsFirst: Bool) -> Int {
    index / (weight.shape[2] * weight.shape[3])
  }
}

extension Sequential {
  /// The network with every weighted layer changed, those inside residual blocks and other
  /// networks too.
  ///
  /// - Parameter change: takes the layer's place, "0" or "4.body.1", and gives what stands there.
  func replacingWeighted(
    at place: String = "",
    _ change: (any WeightedLayer, String) throws(QuantizationError) -> any TrainableLayer
  ) throws(QuantizationError) -> Sequential {
    var layers: [any TrainableLayer] = []
    for (index, layer) in self.layers.enumerated() {
      let inside = place.isEmpty ? "\(index)" : "\(place).\(index)"
      switch layer {
      case let layer as any WeightedLayer: layers.append(try change(layer, inside))
      case let sequence as Sequential:
        layers.append(try sequence.replacingWeighted(at: inside, change))
      case var block as Residual:
        block.body = try block.body.replacingWeighted(at: "\(inside).body", change)
        block.shortcut = try block.shortcut?.replacingWeighted(at: "\(inside).shortcut", change)
        layers.append(block)
      default: layers.append(layer)
      }
    }
    return Sequential(layers)
  }

  /// Refuses groups of weights that are longer than the inputs of any output: they would be no
  /// groups.
  ///
  /// - Throws: `QuantizationError.groupSizeBeyondInputs`.
  package func requireGroups(of size: Int) throws(QuantizationError) {
    var longest = 0
    _ = try replacingWeighted { layer, _ throws(QuantizationError) in
      longest = max(longest, layer.weight.count / max(layer.outputCount, 1))
      return layer
    }
    guard size <= longest else {
      throw .groupSizeBeyondInputs(size: size, longest: longest)
    }
  }

  /// The network with the weights of its dense layers and convolutions as they come back from what
  /// is stored, and the bytes of that. Biases and all else stay as they are, at 4 bytes a number.
  ///
  /// What the rounding does to the accuracy is seen at once; to run on the stored integers, make a
  /// `QuantizedModel`.
  ///
  /// - Parameter quantizer: how a weight tensor is stored.
  /// - Throws: `QuantizationError`.
  public func quantizingWeights(
    with quantizer: some Quantizer
  ) throws(QuantizationError) -> (network: Sequential, byteCount: Int) {
    var bytes = 4 * (parameters + statistics).reduce(0) { $0 + $1.count }
    let network = try replacingWeighted { layer, _ throws(QuantizationError) in
      var layer = layer
      let stored = try quantizer.quantize(layer.weight, outputAxis: nil)
      bytes += stored.byteCount - 4 * layer.weight.count
      layer.weight = stored.dequantized()
      return layer
    }
    return (network, bytes)
  }
}
