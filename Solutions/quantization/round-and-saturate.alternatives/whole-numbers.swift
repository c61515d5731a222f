/// Turns numbers into integers of 8 bits.
///
///     round(x / scale) + zeroPoint, within -128...127        a half goes to the even integer
///
/// - Parameters:
///   - numbers: anything but NaN; infinities become the integers at the ends.
///   - scale: the distance of two neighbouring integers.
///   - zeroPoint: the integer that stands for 0.0.
func integers(of numbers: [Float], scale: Float, zeroPoint: Int) -> [Int8] {
  let low = scale * (-128 - Float(zeroPoint))
  let high = scale * (127 - Float(zeroPoint))
  return numbers.map { number in
    let kept = min(max(number, low), high)
    let steps = kept / scale
    let below = steps.rounded(.down)
    let isUpper = steps - below > 0.5 || (steps - below == 0.5 && Int(below) % 2 != 0)
    return Int8(clamping: Int(below) + (isUpper ? 1 : 0) + zeroPoint)
  }
}

/// The numbers that integers stand for.
///
///     scale · (integer - zeroPoint)
func numbers(of integers: [Int8], scale: Float, zeroPoint: Int) -> [Float] {
  let zero = scale * Float(zeroPoint)
  var numbers: [Float] = []
  for integer in integers { numbers.append(scale * Float(integer) - zero) }
  return numbers
}
