/// Takes the range whose integers are nearest to the numbers: that of the least mean squared
/// error. A narrower range has shorter steps, and cuts off more.
///
/// Ranges of 1/100, 2/100 … of the whole one are tried on the middles of a `Histogram`'s bins.
public struct SquaredErrorObserver: RangeObserver, Equatable {
  /// What was seen.
  public private(set) var histogram: Histogram

  /// Creates an observer.
  ///
  /// - Parameter largestBinCount: of the histogram; several times the integers of a format.
  public init(largestBinCount: Int = 4096) {
    histogram = Histogram(largestBinCount: largestBinCount)
  }

  /// Counts the numbers.
  public mutating func observe(_ values: Tensor) throws(QuantizationError) {
    try histogram.add(values)
  }

  /// Those of the range with the least error; the widest of several.
  public func parameters(
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) -> QuantizationParameters {
    guard let range = histogram.range else { throw .noValues }
    let filled = histogram.counts.indices.filter { histogram.counts[$0] > 0 }
    return try QuantizationParameters(
      nearestTo: filled.map { place in
        min(max(histogram.middle(of: place), range.lowerBound), range.upperBound)
      },
      counts: filled.map { Double(histogram.counts[$0]) }, range: range, scheme: scheme,
      format: format)
  }
}

extension QuantizationParameters {
  /// Creates the parameters of the least mean squared error: those of one of 100 ranges, which
  /// are 1/100, 2/100 … of the whole one.
  ///
  /// Weights of few bits gain from a range that cuts off the largest of them.
  ///
  /// - Throws: `QuantizationError.noValues`, `notFinite`, `tooFewBitsForSymmetry`.
  public init(
    nearestTo values: some Collection<Float>, scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) {
    let values = Array(values)
    guard let least = values.min(), let largest = values.max() else { throw .noValues }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(index: index, value: values[index])
    }
    try self.init(
      nearestTo: values, counts: nil, range: least...largest, scheme: scheme, format: format)
  }

  /// - Parameters:
  ///   - values: finite numbers.
  ///   - counts: how often each of them is there; nil for once.
  ///   - range: of all of them.
  fileprivate init(
    nearestTo values: [Float], counts: [Double]?, range: ClosedRange<Float>,
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) {
    let ranges = 100
    var best = try QuantizationParameters(range: range, scheme: scheme, format: format)
    var leastError = best.squaredError(of: values, counts: counts)
    for part in stride(from: ranges - 1, to: 0, by: -1) {
      let share = Float(part) / Float(ranges)
      let candidate = try QuantizationParameters(
        from: range.lowerBound * share, through: range.upperBound * share, scheme: scheme,
        format: format)
      let error = candidate.squaredError(of: values, counts: counts)
      if error < leastError { (best, leastError) = (candidate, error) }
    }
    self = best
  }

  /// The squares of what rounding changes, all together.
  package func squaredError(of values: [Float], counts: [Double]? = nil) -> Double {
    // As `quantize` and `dequantize` do it, but in one loop that stays in floats.
    let inverse = 1 / scale
    let (low, high) = (Float(format.lowest - zeroPoint), Float(format.highest - zeroPoint))
    var sum = 0.0
    for (index, value) in values.enumerated() {
      let steps = max(low, min(high, (value * inverse).rounded(.toNearestOrEven)))
      let error = Double(value - steps * scale)
      sum += error * error * (counts?[index] ?? 1)
    }
    return sum
  }
}
