/// Takes the range of all numbers but a few: those that lie furthest out are cut off.
///
/// Where numbers lie on both sides of zero, half of those that are cut off is taken from each end.
/// (A quantile is found in a `Histogram`, to a bin's width.)
public struct PercentileObserver: RangeObserver, Equatable {
  /// The percentage of the numbers that lie in the range.
  public let percentage: Double
  /// What was seen.
  public private(set) var histogram: Histogram

  /// Creates an observer.
  ///
  /// - Parameters:
  ///   - percentage: of the numbers that lie in the range; above 0, at most 100.
  ///   - largestBinCount: of the histogram.
  public init(percentage: Double = 99.99, largestBinCount: Int = 4096) {
    require(
      percentage > 0 && percentage <= 100,
      "A percentile observer keeps more than 0 and at most 100 %; it was given \(percentage).")
    self.percentage = percentage
    histogram = Histogram(largestBinCount: largestBinCount)
  }

  /// Counts the numbers.
  public mutating func observe(_ values: Tensor) throws(QuantizationError) {
    try histogram.add(values)
  }

  /// The range of the percentage; nil before the first number.
  public var range: ClosedRange<Float>? {
    guard let whole = histogram.range else { return nil }
    let outside = 1 - percentage / 100
    // At an end where zero is, nothing lies out.
    let (below, above) =
      whole.lowerBound >= 0
      ? (0, outside) : whole.upperBound <= 0 ? (outside, 0) : (outside / 2, outside / 2)
    guard let least = histogram.quantile(below), let largest = histogram.quantile(1 - above) else {
      return nil
    }
    return least...max(least, largest)
  }

  /// Those of the range.
  public func parameters(
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) -> QuantizationParameters {
    guard let range else { throw .noValues }
    return try QuantizationParameters(range: range, scheme: scheme, format: format)
  }
}
