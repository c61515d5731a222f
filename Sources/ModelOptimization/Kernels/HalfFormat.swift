import CKernels

/// A floating-point format of 16 bits.
///
/// Narrowing rounds to the nearest number, a half to the even one; what is too large becomes
/// infinity, and NaN stays NaN of the same sign, made quiet. Widening is exact. All instruction
/// sets give the same bits.
package enum HalfFormat: String, CaseIterable, Sendable {
  /// FP16, IEEE 754 binary16: 5 bits of exponent, 10 of fraction; 6.1e-5 (with less precision
  /// 6.0e-8) to 65,504.
  case float16
  /// BF16, the upper half of a `Float`: 8 bits of exponent, 7 of fraction; the range of `Float`.
  case bfloat16

  /// to[i] = x[i] in this format.
  package func narrow(
    _ x: UnsafePointer<Float>, into to: UnsafeMutablePointer<UInt16>, count: Int
  ) {
    switch self {
    case .float16: Elementwise.inParts(count) { kernel_narrow_half(x + $0, to + $0, $1) }
    case .bfloat16: Elementwise.inParts(count) { kernel_narrow_bfloat(x + $0, to + $0, $1) }
    }
  }

  /// to[i] = x[i] from this format.
  package func widen(
    _ x: UnsafePointer<UInt16>, into to: UnsafeMutablePointer<Float>, count: Int
  ) {
    switch self {
    case .float16: Elementwise.inParts(count) { kernel_widen_half(x + $0, to + $0, $1) }
    case .bfloat16: Elementwise.inParts(count) { kernel_widen_bfloat(x + $0, to + $0, $1) }
    }
  }

  /// to[i] = the number of this format that is nearest to x[i]; `to` may be `x`.
  package func round(
    _ x: UnsafePointer<Float>, into to: UnsafeMutablePointer<Float>, count: Int
  ) {
    // Short enough for the nearest cache.
    let block = 4096
    Elementwise.inParts(count) { start, count in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: block) { narrowed in
        guard let narrowed = narrowed.baseAddress else { return }
        for first in stride(from: start, to: start + count, by: block) {
          let length = min(block, start + count - first)
          if self == .float16 {
            kernel_narrow_half(x + first, narrowed, length)
            kernel_widen_half(narrowed, to + first, length)
          } else {
            kernel_narrow_bfloat(x + first, narrowed, length)
            kernel_widen_bfloat(narrowed, to + first, length)
          }
        }
      }
    }
  }
}
