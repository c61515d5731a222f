/// Takes moving averages of the least and the largest number of each batch, so that one batch with
/// an outlier moves the range a little, and a network that is being trained can move it too.
///
///     least ← least + momentum · (batch's least - least)        the largest likewise
///
/// The first batch sets both.
///
/// Source: Jacob et al., 2017, arXiv:1712.05877, section 3.1.
public struct MovingAverageObserver: RangeObserver, Equatable {
  /// The range so far; nil before the first number.
  public private(set) var range: ClosedRange<Float>?
  /// The share of a new batch, above 0 and at most 1.
  public let momentum: Float

  /// Creates an observer.
  ///
  /// - Parameters:
  ///   - momentum: the share of a new batch, above 0 and at most 1.
  ///   - range: the range to begin with; nil for that of the first batch.
  public init(momentum: Float = 0.01, range: ClosedRange<Float>? = nil) {
    require(
      momentum > 0 && momentum <= 1,
      "A moving average takes a momentum above 0 and at most 1; it was given \(momentum).")
    self.momentum = momentum
    self.range = range
  }

  /// Moves the range towards that of the numbers, which are one batch.
  public mutating func observe(_ values: Tensor) throws(QuantizationError) {
    guard let new = try values.finiteRange() else { return }
    guard let old = range else {
      range = new
      return
    }
    func moved(_ from: Float, _ to: Float) -> Float { from + momentum * (to - from) }
    let least = moved(old.lowerBound, new.lowerBound)
    // Rounding may not turn the range around.
    range = least...max(least, moved(old.upperBound, new.upperBound))
  }

  /// Those of the range.
  public func parameters(
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) -> QuantizationParameters {
    guard let range else { throw .noValues }
    return try QuantizationParameters(range: range, scheme: scheme, format: format)
  }
}
