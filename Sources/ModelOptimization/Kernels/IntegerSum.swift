import CKernels

/// The sum of two values of bytes with scales of their own: the end of a residual block.
///
///     byte = round(((a - a's zero point) · a's multiplier + (b - b's zero point) · b's multiplier)
///                  / 2^shift) + zero point, within the range
///
/// All of it in whole numbers of 32 bits; a half is rounded to even.
package struct IntegerSum: Hashable, Sendable {
  /// An input: its zero point, and a multiplier of 0 to 2²¹ - 1.
  package struct Input: Hashable, Sendable {
    package let zeroPoint: UInt8
    package let multiplier: Int32
  }

  package let first: Input
  package let second: Input
  /// In 1...30.
  package let shift: Int32
  package let zeroPoint: UInt8
  package let range: ClosedRange<UInt8>

  /// The scales of the inputs are smaller.
  package static let scaleLimit = 0x1p18

  /// Finds the multipliers.
  ///
  /// - Parameters:
  ///   - first: the first input's zero point and (its scale) / (the result's scale), from 0 to
  ///     below 2¹⁸.
  ///   - second: the second input's.
  ///   - zeroPoint: of the result.
  ///   - range: of the result; with ReLU it begins at the zero point.
  package init(
    first: (zeroPoint: UInt8, scale: Double), second: (zeroPoint: UInt8, scale: Double),
    zeroPoint: UInt8, range: ClosedRange<UInt8> = 0...255
  ) {
    let largest = max(first.scale, second.scale)
    require(
      min(first.scale, second.scale) >= 0 && largest < IntegerSum.scaleLimit,
      "Scales of a sum lie in 0..<2¹⁸; \(first.scale) and \(second.scale) were given.")
    // 21 bits of the larger scale, so that no sum leaves 31 bits.
    let bits = largest > 0 ? min(30, 19 - Int(largest.exponent)) : 30
    let unit = Double(sign: .plus, exponent: bits, significand: 1)
    shift = Int32(bits)
    self.first = Input(
      zeroPoint: first.zeroPoint, multiplier: Int32((first.scale * unit).rounded()))
    self.second = Input(
      zeroPoint: second.zeroPoint, multiplier: Int32((second.scale * unit).rounded()))
    self.zeroPoint = zeroPoint
    self.range = range
  }

  /// Adds `count` bytes of each.
  package func callAsFunction(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>,
    into result: UnsafeMutablePointer<UInt8>, count: Int
  ) {
    Elementwise.inParts(count) {
      kernel_integer_sum(
        a + $0, Int32(first.zeroPoint), first.multiplier, b + $0, Int32(second.zeroPoint),
        second.multiplier, shift, Int32(zeroPoint), Int32(range.lowerBound),
        Int32(range.upperBound), result + $0, $1)
    }
  }
}
