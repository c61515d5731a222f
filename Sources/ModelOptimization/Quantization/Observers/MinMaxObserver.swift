/// Takes the least and the largest of all numbers: nothing is cut off, and a single outlier makes
/// every step longer.
public struct MinMaxObserver: RangeObserver, Equatable {
  /// The range seen so far; nil before the first number.
  public private(set) var range: ClosedRange<Float>?

  /// Creates an observer that has seen nothing.
  public init() {}

  /// Widens the range to hold the numbers.
  public mutating func observe(_ values: Tensor) throws(QuantizationError) {
    guard let new = try values.finiteRange() else { return }
    range =
      range.map { old in
        min(old.lowerBound, new.lowerBound)...max(old.upperBound, new.upperBound)
      } ?? new
  }

  /// Those of the range.
  public func parameters(
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) -> QuantizationParameters {
    guard let range else { throw .noValues }
    return try QuantizationParameters(range: range, scheme: scheme, format: format)
  }
}
