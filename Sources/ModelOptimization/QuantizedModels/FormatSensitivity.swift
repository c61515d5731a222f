/// How much accuracy each layer costs when it alone is stored, or computed, in fewer bits.
///
/// Every layer with weights is quantized by itself, in each format, with all others in FP32, and
/// the network classifies the validation images.
///
/// Source: Wu et al., "Integer Quantization for Deep Learning Inference: Principles and Empirical
/// Evaluation", 2020, arXiv:2004.09602, section 5.2.
public struct FormatSensitivity: Sendable {
  /// One layer in one format.
  public struct Entry: Equatable, Sendable {
    /// The name of the layer in the quantized model.
    public let layer: String
    /// Its format.
    public let format: LayerFormat
    /// The share of validation images that are right, from 0 to 1.
    public let accuracy: Double
    /// How much less that is than before; negative where it is more.
    public let drop: Double
    /// The bytes of the layer in the format.
    public let byteCount: Int
  }

  /// The share of validation images that are right in FP32, from 0 to 1.
  public let baseline: Double
  /// The layers in their order, each with its formats in the order given.
  public let entries: [Entry]

  /// Scans a network.
  ///
  /// - Parameters:
  ///   - model: the network, with the ranges of its activations where a format asks for them.
  ///   - formats: what is tried; a format that a layer cannot have is left out for it.
  ///   - validation: the images to classify. Never the test set.
  ///   - configuration: how weights are rounded; its formats are not looked at.
  ///   - threads: how many share the work.
  ///   - progress: called after each entry.
  /// - Throws: `QuantizedModelError`.
  public init(
    of model: CalibratedModel, formats: [LayerFormat], on validation: FashionMNIST,
    configuration: QuantizationConfiguration = QuantizationConfiguration(), threads: Int = 1,
    progress: (Entry) throws -> Void = { _ in }
  ) throws {
    guard validation.count > 0 else { throw QuantizedModelError.noValidationImages }
    var configuration = configuration
    configuration.format = .fp32
    configuration.overrides = [:]
    let baseline = try model.quantized(configuration).accuracy(on: validation, threads: threads)
    var entries: [Entry] = []
    for layer in model.productNames {
      for format in formats {
        configuration.overrides = [layer: format]
        guard let quantized = try model.quantizedIfPossible(configuration) else { continue }
        let accuracy = quantized.accuracy(on: validation, threads: threads)
        let bytes = quantized.layers.first { $0.name == layer }?.byteCount ?? 0
        let entry = Entry(
          layer: layer, format: format, accuracy: accuracy, drop: baseline - accuracy,
          byteCount: bytes)
        entries.append(entry)
        try progress(entry)
      }
    }
    self.baseline = baseline
    self.entries = entries
  }
}

extension CalibratedModel {
  /// Nil where a layer cannot have the format that it is to have.
  fileprivate func quantizedIfPossible(
    _ configuration: QuantizationConfiguration
  ) throws -> QuantizedModel? {
    do {
      return try quantized(configuration)
    } catch {
      if case .unsupportedFormat = error { return nil }
      throw error
    }
  }
}

extension FormatSensitivity: CustomStringConvertible {
  /// A line for each entry: layer, format, bytes, and the drop in points.
  public var description: String {
    entries.map {
      "\($0.layer), \($0.format): \($0.byteCount) bytes, "
        + "\(hundredths(100 * $0.drop)) points below"
    }.joined(separator: "\n")
  }
}

/// A number with two digits behind the point.
private func hundredths(_ x: Double) -> String {
  let scaled = Int((abs(x) * 100).rounded())
  let digits = scaled % 100
  return (x < 0 && scaled > 0 ? "-" : "") + "\(scaled / 100).\(digits < 10 ? "0" : "")\(digits)"
}
