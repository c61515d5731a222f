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
  let low = min(least, 0)
  let high = max(largest, 0)
  guard low < high else { return AffineRange(scale: 1, zeroPoint: 0) }
  let scale = (high - low) / Float(1 << bits - 1)
  return AffineRange(scale: scale, zeroPoint: Int(-low / scale))
}
