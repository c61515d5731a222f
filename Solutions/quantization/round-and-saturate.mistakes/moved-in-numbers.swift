/// Turns numbers into integers of 8 bits.
///
///     round(x / scale) + zeroPoint, within -128...127        a half goes to the even integer
///
/// - Parameters:
///   - numbers: anything but NaN; infinities become the integers at the ends.
///   - scale: the distance of two neighbouring integers.
///   - zeroPoint: the integer that stands for 0.0.
func integers(of numbers: [Float], scale: Float, zeroPoint: Int) -> [Int8] {
  numbers.map { number in
    let steps = (number / scale).rounded(.toNearestOrEven)
    return Int8(min(max(steps + Float(zeroPoint), -128), 127))
  }
}

/// The numbers that integers stand for.
///
///     scale · (integer - zeroPoint)
func numbers(of integers: [Int8], scale: Float, zeroPoint: Int) -> [Float] {
  integers.map { scale * Float($0) - Float(zeroPoint) }
}
