/// Looks at numbers as they come by and says where integers for them should lie: what calibration
/// does with the activations of a layer.
///
/// ```swift
/// var observer = MinMaxObserver()
/// for batch in batches { try observer.observe(layer(batch)) }
/// let parameters = try observer.parameters(scheme: .affine, format: .uint8)
/// ```
public protocol RangeObserver: Sendable {
  /// Takes note of numbers; none of them is kept.
  ///
  /// - Parameter values: finite numbers, of any shape; a tensor without elements changes nothing.
  /// - Throws: `QuantizationError.notFinite`; nothing is noted then.
  mutating func observe(_ values: Tensor) throws(QuantizationError)

  /// Where integers for the numbers seen so far should lie.
  ///
  /// - Parameters:
  ///   - scheme: symmetric takes a format of at least 2 bits.
  ///   - format: the integers that there are.
  /// - Throws: `QuantizationError.noValues` when nothing has been seen, `tooFewBitsForSymmetry`.
  func parameters(
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) -> QuantizationParameters
}

/// The observers that come with the library, by name.
public enum RangeObserverKind: String, CaseIterable, Sendable {
  /// The least and the largest number: `MinMaxObserver`.
  case minMax
  /// Their moving averages over batches: `MovingAverageObserver`.
  case movingAverage
  /// The range of all but a few: `PercentileObserver`.
  case percentile
  /// The range that keeps the distribution: `EntropyObserver`.
  case entropy
  /// The range of the least squared error: `SquaredErrorObserver`.
  case squaredError

  /// A new observer with its usual settings.
  public var observer: any RangeObserver {
    switch self {
    case .minMax: MinMaxObserver()
    case .movingAverage: MovingAverageObserver()
    case .percentile: PercentileObserver()
    case .entropy: EntropyObserver()
    case .squaredError: SquaredErrorObserver()
    }
  }
}
