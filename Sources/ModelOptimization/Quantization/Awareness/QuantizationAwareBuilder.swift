/// Puts a quantizer behind each value that will be stored as bytes.
struct QuantizationAwareBuilder {
  let settings: QuantizationAwareSettings
  let format: IntegerFormat
  var layers: [any TrainableLayer] = []

  /// Appends a quantizer for a value of the calibration images, and returns the value rounded, as
  /// the next layer will see it.
  mutating func observed(_ value: Tensor) throws(QuantizationError) -> Tensor {
    guard let range = try value.finiteRange() else { throw .noValues }
    let quantizer = ActivationQuantizer(
      range: range, format: format, momentum: settings.momentum)
    layers.append(quantizer)
    return quantizer(value)
  }

  /// Appends layers.
  ///
  /// - Parameters:
  ///   - value: what the calibration images are before them; afterwards, what they are behind.
  ///   - isLast: whether the last of the layers gives the network's result, which stays as floats.
  mutating func append(
    _ sequence: [any TrainableLayer], value: inout Tensor, isLast: Bool
  ) throws(QuantizationError) {
    var index = 0
    while index < sequence.count {
      let layer = sequence[index]
      index += 1
      // A ReLU is part of the layer before it: what is stored is what comes out of it.
      let isFollowed = index < sequence.count && sequence[index] is ReLU
      let rest = sequence.dropFirst(index + (isFollowed ? 1 : 0))
      let isResult = isLast && rest.allSatisfy { $0 is Flatten }
      switch layer {
      case let layer as any WeightedLayer:
        _ = try settings.weights.fakeQuantized(layer.weight, outputAxis: nil)
        layers.append(QuantizationAwareLayer(layer: layer, quantizer: settings.weights))
      case let inner as Sequential:
        var builder = QuantizationAwareBuilder(settings: settings, format: format)
        try builder.append(inner.layers, value: &value, isLast: isResult)
        layers.append(Sequential(builder.layers))
        continue
      case var block as Residual:
        block.body = try part(block.body, value: value)
        block.shortcut = try block.shortcut.map { shortcut throws(QuantizationError) in
          try part(shortcut, value: value)
        }
        layers.append(block)
      case is MaxPool2D, is Flatten, is ReLU, is Dropout:
        // The largest of some numbers is one of them, and so is what a ReLU lets through.
        layers.append(layer)
        value = layer(value)
        continue
      default:
        layers.append(layer)
      }
      value = layers[layers.count - 1](value)
      if isFollowed {
        value = ReLU()(value)
        layers.append(ReLU())
        index += 1
      }
      if !isResult { value = try observed(value) }
    }
  }

  private func part(
    _ part: Sequential, value: Tensor
  ) throws(QuantizationError) -> Sequential {
    var (builder, value) = (QuantizationAwareBuilder(settings: settings, format: format), value)
    try builder.append(part.layers, value: &value, isLast: false)
    return Sequential(builder.layers)
  }
}

extension Sequential {
  /// The network with its weights rounded in every pass, and its activations as they are.
  func quantizationAware(_ quantizer: any Quantizer) throws(QuantizationError) -> Sequential {
    try replacingWeighted { layer, _ throws(QuantizationError) in
      _ = try quantizer.fakeQuantized(layer.weight, outputAxis: nil)
      return QuantizationAwareLayer(layer: layer, quantizer: quantizer)
    }
  }

  /// The network without the wrappers and the quantizers.
  var unwrapped: Sequential {
    Sequential(
      layers.compactMap { layer -> (any TrainableLayer)? in
        switch layer {
        case is ActivationQuantizer: return nil
        case let wrapped as QuantizationAwareLayer: return wrapped.layer
        case let sequence as Sequential: return sequence.unwrapped
        case var block as Residual:
          block.body = block.body.unwrapped
          block.shortcut = block.shortcut?.unwrapped
          return block
        default: return layer
        }
      })
  }

  /// Notes where the bytes of each activation lie.
  ///
  /// - Parameters:
  ///   - place: where this network stands; empty for the whole one.
  ///   - isWhole: whether what comes first is the network's input.
  func collectActivations(
    at place: String, isWhole: Bool, into found: inout [String: QuantizationParameters]
  ) {
    func inside(_ index: Int) -> String { place.isEmpty ? "\(index)" : "\(place).\(index)" }
    /// The place, without the quantizers, of the layer that makes what is quantized.
    var (index, maker) = (0, isWhole ? "input" : place)
    for layer in layers {
      switch layer {
      case let quantizer as ActivationQuantizer:
        found[maker] = quantizer.grid
        continue
      case let sequence as Sequential:
        sequence.collectActivations(at: inside(index), isWhole: false, into: &found)
        maker = inside(index)
      case let block as Residual:
        block.body.collectActivations(at: "\(inside(index)).body", isWhole: false, into: &found)
        block.shortcut?.collectActivations(
          at: "\(inside(index)).shortcut", isWhole: false, into: &found)
        maker = inside(index)
      case is ReLU: break
      default: maker = inside(index)
      }
      index += 1
    }
  }
}
