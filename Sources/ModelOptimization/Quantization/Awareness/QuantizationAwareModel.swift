/// How a network is to be stored and run after a training that knows of it.
public struct QuantizationAwareSettings: Sendable {
  /// How weights are stored.
  public var weights: any Quantizer
  /// The integers of activations, whose ranges are affine and per tensor; nil where they stay
  /// floats.
  public var activations: IntegerFormat?
  /// The share of a new batch in the ranges of activations, above 0 and at most 1.
  public var momentum: Float

  /// Creates settings.
  public init(
    weights: some Quantizer, activations: IntegerFormat? = nil, momentum: Float = 0.01
  ) {
    self.weights = weights
    self.activations = activations
    self.momentum = momentum
  }

  /// Static INT8: weights per channel, activations in bytes.
  public static let int8 = QuantizationAwareSettings(
    weights: UniformQuantizer.int8, activations: .uint8)
  /// Weights in INT4 by groups of 32, activations as floats.
  public static let weightOnlyInt4 = QuantizationAwareSettings(weights: UniformQuantizer.int4)
}

/// A network that is trained as it will be used: with weights, and activations where asked for,
/// rounded in every forward pass.
///
/// ```swift
/// let twin = try QuantizationAwareModel(network, settings: .weightOnlyInt4)
/// let result = try train(twin, on: training, validation: validation, inputShape: [28, 28, 1],
///   optimizer: Adam(learningRate: 1e-4), settings: TrainingSettings(epochs: 2))
/// let quantized = try result.model.network.quantizingWeights(with: UniformQuantizer.int4)
/// ```
///
/// Batch norms are folded into the layers before them first: what is rounded is then what will be
/// stored. (To train with the norms' own batch statistics is the other way of the field; from a
/// trained network and for few epochs, folded norms are simpler and no worse.) The parameters and
/// their names are those of the folded network.
///
/// The accuracy that training reports is that of the rounded network, and so is the best epoch.
///
/// Source: Jacob et al., 2017, arXiv:1712.05877, section 3; Krishnamoorthi, "Quantizing deep
/// convolutional networks for efficient inference", 2018, arXiv:1806.08342, section 3.2.
public struct QuantizationAwareModel: TrainableLayer {
  /// The layers, wrapped, with a quantizer behind each value that will be stored.
  private var twin: Sequential
  private let settings: QuantizationAwareSettings

  /// Prepares a network.
  ///
  /// - Parameters:
  ///   - network: trained or not.
  ///   - settings: how it will be stored and run.
  ///   - images: training images, `[count]` and the shape of one as the network takes it, for the
  ///     first ranges of activations; not looked at where those stay floats.
  /// - Throws: `QuantizationError`: `noValues` without images for activations, `notFinite`, and
  ///   what the quantizer throws of the weights.
  public init(
    _ network: Sequential, settings: QuantizationAwareSettings, calibration images: Tensor? = nil
  ) throws(QuantizationError) {
    self.settings = settings
    let folded = network.foldingBatchNorms()
    guard let format = settings.activations else {
      twin = try folded.quantizationAware(settings.weights)
      return
    }
    guard let images, images.rowCount > 0 else { throw .noValues }
    var builder = QuantizationAwareBuilder(settings: settings, format: format)
    var value = try builder.observed(images)
    let first = builder.layers
    builder.layers = []
    try builder.append(folded.layers, value: &value, isLast: true)
    twin = Sequential(first + builder.layers)
  }

  /// The network without the roundings: its weights, quantized by the same quantizer, become the
  /// integers that the last forward pass computed with.
  public var network: Sequential { twin.unwrapped }

  /// Where the bytes of each activation lie, by the place in `network` of the layer that makes it:
  /// "0" for what comes out of layer 0 and a ReLU behind it; "input" for what goes in. Empty where
  /// activations stay floats.
  public var activations: [String: QuantizationParameters] {
    var found: [String: QuantizationParameters] = [:]
    twin.collectActivations(at: "", isWhole: true, into: &found)
    return found
  }

  /// Those of the network.
  public var parameters: [Tensor] {
    get { twin.parameters }
    set { twin.parameters = newValue }
  }
  /// Those of the network, folded.
  public var parameterNames: [String] { network.parameterNames }
  /// The ranges of activations, and what the network keeps.
  public var statistics: [Tensor] {
    get { twin.statistics }
    set { twin.statistics = newValue }
  }
  /// The names of the ranges, by their place among layers and ranges.
  public var statisticNames: [String] { twin.statisticNames }

  /// That of the network.
  public func outputShape(for inputShape: [Int]) -> [Int] { twin.outputShape(for: inputShape) }

  /// Those of the network.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    twin.multiplyAccumulates(for: inputShape)
  }

  /// Applies the network with its weights and activations rounded.
  public func callAsFunction(_ x: Tensor) -> Tensor { twin(x) }

  /// Applies the network in training mode, rounded, and moves the ranges of activations.
  public mutating func forward(
    _ x: Tensor, using generator: inout SplitMix64
  ) -> ForwardPass {
    twin.forward(x, using: &generator)
  }
}
