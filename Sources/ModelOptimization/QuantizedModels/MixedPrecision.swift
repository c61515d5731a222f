/// A format for each layer, so that the network is as small as it can be and its accuracy falls no
/// more than a limit.
///
/// Each layer begins in its smallest format. While the network is too far below FP32 on the
/// validation images, one layer takes its next larger format: the one that, by the scan of each
/// layer alone, wins most accuracy for a byte. At the end every layer would be FP32 again, which
/// keeps every limit.
///
/// Drops of single layers do not simply add up, hence the whole network is measured in every step.
public struct MixedPrecision: Sendable {
  /// What was chosen for a layer.
  public struct Choice: Equatable, Sendable {
    /// The name of the layer in the quantized model.
    public let layer: String
    /// Its format.
    public let format: LayerFormat
    /// The drop of the network with this layer alone in the format; 0 for FP32.
    public let drop: Double
    /// The bytes of the layer in the format.
    public let byteCount: Int
  }

  /// One network on the way.
  public struct Step: Equatable, Sendable {
    /// The layer that took a larger format; nil for the first network.
    public let layer: String?
    /// The share of validation images that are right.
    public let accuracy: Double
    /// The bytes of the network.
    public let byteCount: Int
  }

  /// What was measured of each layer alone.
  public let sensitivity: FormatSensitivity
  /// The format of each layer with weights, in their order.
  public let choices: [Choice]
  /// The networks on the way, the last one is the result.
  public let steps: [Step]
  /// The result.
  public let model: QuantizedModel

  /// Chooses formats.
  ///
  /// - Parameters:
  ///   - model: the network, with the ranges of its activations where a format asks for them.
  ///   - formats: what a layer may have; FP32 is always among them.
  ///   - maximumDrop: how much smaller the share of right validation images may become: 0.01 is one
  ///     point.
  ///   - validation: the images to classify. Never the test set.
  ///   - configuration: how weights are rounded; its formats are not looked at.
  ///   - threads: how many share the work.
  ///   - progress: called after each entry of the scan.
  /// - Throws: `QuantizedModelError`.
  public init(
    of model: CalibratedModel,
    formats: [LayerFormat] = [.weightOnlyInt4, .int8, .fp16], maximumDrop: Double,
    on validation: FashionMNIST,
    configuration: QuantizationConfiguration = QuantizationConfiguration(), threads: Int = 1,
    progress: (FormatSensitivity.Entry) throws -> Void = { _ in }
  ) throws {
    guard maximumDrop >= 0, maximumDrop <= 1 else {
      throw QuantizedModelError.dropOutOfRange(maximumDrop)
    }
    let scan = try FormatSensitivity(
      of: model, formats: formats.filter { $0 != .fp32 } + [.fp32], on: validation,
      configuration: configuration, threads: threads, progress: progress)
    // Of each layer the formats from the smallest on; one that is neither smaller nor better than
    // another would never be taken.
    let ladders = model.productNames.map { name in
      scan.entries.filter { $0.layer == name }.sorted {
        ($0.byteCount, $1.drop) < ($1.byteCount, $0.drop)
      }
    }
    var places = [Int](repeating: 0, count: ladders.count)
    var steps: [Step] = []
    var taken: String?
    while true {
      var current = configuration
      current.format = .fp32
      for (ladder, place) in zip(ladders, places) {
        current.overrides[ladder[place].layer] = ladder[place].format
      }
      let network = try model.quantized(current)
      let accuracy = network.accuracy(on: validation, threads: threads)
      steps.append(Step(layer: taken, accuracy: accuracy, byteCount: network.byteCount))
      let next = Self.mostWorthwhile(ladders, places)
      // Compared so, a drop of just the limit keeps it: the difference of two shares is rounded.
      guard accuracy < scan.baseline - maximumDrop, let next else {
        self.model = network
        break
      }
      places[next] += 1
      taken = ladders[next][places[next]].layer
    }
    sensitivity = scan
    self.steps = steps
    choices = zip(ladders, places).map { ladder, place in
      let entry = ladder[place]
      return Choice(
        layer: entry.layer, format: entry.format, drop: entry.drop, byteCount: entry.byteCount)
    }
  }

  /// The layer whose next larger format wins most accuracy for a byte; nil where all have their
  /// largest.
  private static func mostWorthwhile(
    _ ladders: [[FormatSensitivity.Entry]], _ places: [Int]
  ) -> Int? {
    func gain(_ layer: Int) -> Double {
      let (now, next) = (ladders[layer][places[layer]], ladders[layer][places[layer] + 1])
      return (now.drop - next.drop) / Double(max(next.byteCount - now.byteCount, 1))
    }
    return ladders.indices.filter { places[$0] + 1 < ladders[$0].count }
      .max { gain($0) < gain($1) }
  }
}

extension MixedPrecision: CustomStringConvertible {
  /// A line for each layer: its format and its bytes.
  public var description: String {
    choices.map { "\($0.layer): \($0.format), \($0.byteCount) bytes" }.joined(separator: "\n")
  }
}
