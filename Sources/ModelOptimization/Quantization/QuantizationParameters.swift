/// How the integers of a range lie on the real numbers.
public enum QuantizationScheme: String, CaseIterable, Sendable {
  /// Zero is the integer 0 (the middle one of an unsigned format), and the range reaches as far
  /// below it as above: for weights, which lie on both sides.
  case symmetric
  /// The range begins and ends where the numbers do: for activations, which after ReLU lie on one
  /// side.
  case affine
}

/// Where integers lie on the real numbers.
///
///     integer = round(x / scale) + zeroPoint, within the format        a half goes to the even one
///     x ≈ scale · (integer - zeroPoint)
///
/// Zero is always one of the numbers that come back unchanged: padding and ReLU need it exactly.
/// Within the range that the parameters were made for, no number moves by more than scale / 2.
///
/// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2017, arXiv:1712.05877, section 2.1.
public struct QuantizationParameters: Hashable, Sendable {
  /// The distance of two neighbouring integers; positive.
  public let scale: Float
  /// The integer that stands for 0.
  public let zeroPoint: Int
  /// The integers that there are.
  public let format: IntegerFormat

  /// Creates parameters as they are.
  ///
  /// - Parameters:
  ///   - scale: the distance of two neighbouring integers; positive and finite, and so its inverse.
  ///   - zeroPoint: the integer that stands for 0; one of the format's.
  ///   - format: the integers that there are.
  /// - Throws: `QuantizationError.unusableScale`, `zeroPointOutOfRange`.
  public init(
    scale: Float, zeroPoint: Int = 0, format: IntegerFormat
  ) throws(QuantizationError) {
    guard scale > 0, scale.isFinite, (1 / scale).isFinite else { throw .unusableScale(scale) }
    guard format.range.contains(zeroPoint) else { throw .zeroPointOutOfRange(zeroPoint, format) }
    self.scale = scale
    self.zeroPoint = zeroPoint
    self.format = format
  }

  /// Creates parameters for a range of numbers, which is widened to hold 0.
  ///
  ///     symmetric: scale = max(|from|, |through|) / (2^(bits - 1) - 1)
  ///     affine:    scale = (through - from) / (2^bits - 1)
  ///                zeroPoint = lowest - round(from / scale)
  ///
  /// Where all is 0 the scale is 1.
  ///
  /// - Parameters:
  ///   - least: the least number of the range.
  ///   - largest: the largest number of the range; not below `least`.
  ///   - scheme: symmetric takes a format of at least 2 bits.
  ///   - format: the integers that there are.
  /// - Throws: `QuantizationError.notFinite` (with the index 0 or 1), `tooFewBitsForSymmetry`.
  public init(
    from least: Float, through largest: Float, scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) {
    guard least.isFinite else { throw .notFinite(index: 0, value: least) }
    guard largest.isFinite else { throw .notFinite(index: 1, value: largest) }
    require(
      least <= largest, "A range of numbers goes upwards; it was given \(least) to \(largest).")
    // In double precision: the difference of two floats may be no float.
    let (low, high) = (Double(min(least, 0)), Double(max(largest, 0)))
    let step: Double
    switch scheme {
    case .symmetric:
      guard format.bits >= 2 else { throw .tooFewBitsForSymmetry(format) }
      step = max(-low, high) / Double(1 << (format.bits - 1) - 1)
    case .affine:
      step = (high - low) / Double(1 << format.bits - 1)
    }
    // The inverse of a smaller scale is infinite.
    let scale = step == 0 ? 1 : max(Float(step), .leastNormalMagnitude)
    let zeroPoint =
      scheme == .symmetric
      ? format.middle
      : format.lowest - Int((low / Double(scale)).rounded(.toNearestOrEven))
    try self.init(
      scale: scale, zeroPoint: min(max(zeroPoint, format.lowest), format.highest),
      format: format)
  }

  /// Creates parameters for a range of numbers, which is widened to hold 0.
  ///
  /// - Throws: `QuantizationError.notFinite` (with the index 0 or 1), `tooFewBitsForSymmetry`.
  public init(
    range: ClosedRange<Float>, scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) {
    try self.init(
      from: range.lowerBound, through: range.upperBound, scheme: scheme, format: format)
  }

  /// Creates parameters whose range is that of some numbers.
  ///
  /// - Throws: `QuantizationError.noValues`, `notFinite`, `tooFewBitsForSymmetry`.
  public init(
    covering values: some Collection<Float>, scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) {
    guard let first = values.first else { throw .noValues }
    var (least, largest) = (first, first)
    for (index, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(index: index, value: value) }
      (least, largest) = (min(least, value), max(largest, value))
    }
    try self.init(from: least, through: largest, scheme: scheme, format: format)
  }

  /// The integer that is nearest to x; NaN gives the lowest one, as in the kernels.
  ///
  /// Like the kernels it multiplies by 1 / scale instead of dividing.
  public func quantize(_ x: Float) -> Int {
    let steps = (x * (1 / scale)).rounded(.toNearestOrEven)
    let (low, high) = (Float(format.lowest - zeroPoint), Float(format.highest - zeroPoint))
    return steps >= low ? Int(min(steps, high)) + zeroPoint : format.lowest
  }

  /// The number that an integer stands for.
  public func dequantize(_ integer: Int) -> Float { Float(integer - zeroPoint) * scale }

  /// The least and the largest number that integers stand for.
  public var representableRange: ClosedRange<Float> {
    dequantize(format.lowest)...dequantize(format.highest)
  }
}
