/// What the integer kernels compute, in plain Swift; otherwise identical.
package enum IntegerReference {
  /// c[row, column] = start[column] + Σ over inner of a[row, inner] · b[inner, column].
  package static func multiply<Activation: FixedWidthInteger>(
    _ a: [Activation], _ b: [Int8], start: [Int32]? = nil, m: Int, k: Int, n: Int
  ) -> [Int32] {
    var c = [Int32](repeating: 0, count: m * n)
    for row in 0..<m {
      for column in 0..<n {
        var sum = start?[column] ?? 0
        for inner in 0..<k {
          sum &+= Int32(a[row * k + inner]) * Int32(b[inner * n + column])
        }
        c[row * n + column] = sum
      }
    }
    return c
  }

  /// round(x · inverseScale) + zeroPoint, within `range`; NaN gives its lower end.
  package static func quantize(
    _ x: Float, inverseScale: Float, zeroPoint: Int32, range: ClosedRange<Int32>
  ) -> UInt8 {
    step(x * inverseScale, zeroPoint: zeroPoint, range: range)
  }

  /// round(scale · sum) + zeroPoint, within `range`.
  package static func requantize(
    _ sum: Int32, scale: Float, zeroPoint: Int32, range: ClosedRange<Int32>
  ) -> UInt8 {
    step(Float(sum) * scale, zeroPoint: zeroPoint, range: range)
  }

  /// round(sum · multiplier / 2 to the power of shift) + zeroPoint, within `range`.
  package static func requantize(
    _ sum: Int32, multiplier: Int32, shift: UInt8, zeroPoint: Int32, range: ClosedRange<Int32>
  ) -> UInt8 {
    let product = Int64(sum) * Int64(multiplier)
    let below = product >> Int64(shift)
    let rest = product - below << Int64(shift)
    let half = Int64(1) << Int64(shift - 1)
    let up = rest > half || (rest == half && below % 2 != 0)
    let result = below + (up ? 1 : 0) + Int64(zeroPoint)
    let within = min(max(result, Int64(range.lowerBound)), Int64(range.upperBound))
    return UInt8(truncatingIfNeeded: within)
  }

  private static func step(
    _ x: Float, zeroPoint: Int32, range: ClosedRange<Int32>
  ) -> UInt8 {
    let low = Float(range.lowerBound - zeroPoint)
    let high = Float(range.upperBound - zeroPoint)
    let within = x >= low ? min(x, high) : low
    return UInt8(truncatingIfNeeded: Int32(within.rounded(.toNearestOrEven)) + zeroPoint)
  }
}
