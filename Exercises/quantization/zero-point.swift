/// Where integers from 0 upwards lie on the real numbers.
struct AffineRange: Equatable {
  /// The distance of two neighbouring integers.
  var scale: Float
  /// The integer that stands for 0.0.
  var zeroPoint: Int
}

/// Lays the integers 0...2^bits - 1 over a range of numbers, which is first widened to hold 0.
///
/// - Parameters:
///   - least: the least number.
///   - largest: the largest number, not below `least`.
///   - bits: of one integer.
/// - Returns: a scale of 1 and the zero point 0 where the range is nothing but 0.
func affineRange(from least: Float, through largest: Float, bits: Int) -> AffineRange {
  // TODO: widen the range, divide it into steps, find the integer for 0.0.
  return AffineRange(scale: -1, zeroPoint: -1)
}
