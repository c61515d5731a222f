// Conversions of single numbers, by their bits; to the nearest number, ties to even.
//
//   fp32: sign, 8 bits of exponent (bias 127), 23 of fraction
//   fp16: sign, 5 bits of exponent (bias 15), 10 of fraction
//   bf16: sign, 8 bits of exponent (bias 127), 7 of fraction

extension StorageFormat {
  /// Rounds every element in place.
  func round(_ tensor: inout Tensor) {
    guard self != .fp32 else { return }
    let isFP16 = self == .fp16
    let count = tensor.count
    tensor.withMutableElements { elements in
      Elementwise.inParts(count) { start, count in
        let part = UnsafeMutableBufferPointer(start: elements + start, count: count)
        if isFP16 {
          for index in part.indices { part[index] = roundedToFP16(part[index]) }
        } else {
          for index in part.indices { part[index] = roundedToBF16(part[index]) }
        }
      }
    }
  }

  /// The 32-bit float of the same value.
  func float(half: UInt16) -> Float {
    guard self == .fp16 else { return Float(bitPattern: UInt32(half) << 16) }
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7FFF)
    if magnitude >= 0x7C00 {  // infinite or NaN
      return Float(bitPattern: sign | 0x7F80_0000 | (magnitude & 0x3FF) << 13)
    }
    // The exponent is read as one of the wider format; the factor makes up for the biases, and
    // makes a subnormal number what it is.
    let value = Float(bitPattern: magnitude << 13) * 0x1p112
    return Float(bitPattern: sign | value.bitPattern)
  }

  /// The bits of the nearest number of the format.
  func half(of float: Float) -> UInt16 {
    guard self == .fp16 else { return UInt16(roundedToBF16(float).bitPattern >> 16) }
    let rounded = roundedToFP16(float)
    let sign = UInt16(rounded.bitPattern >> 16) & 0x8000
    let magnitude = rounded.magnitude
    if magnitude.isNaN { return sign | 0x7E00 }
    if magnitude.isInfinite { return sign | 0x7C00 }
    return sign | UInt16((magnitude * 0x1p-112).bitPattern >> 13)
  }
}

@inline(__always)
private func roundedToFP16(_ x: Float) -> Float {
  let sign = x.bitPattern & 0x8000_0000
  let magnitude = x.bitPattern & 0x7FFF_FFFF
  // Thirteen bits of the fraction go; a tie goes to where the last bit that stays is 0.
  let tie = magnitude >> 13 & 1
  let normal = Float(bitPattern: (magnitude &+ 0xFFF &+ tie) & ~0x1FFF)
  // Below 2⁻¹⁴ the numbers are 2⁻²⁴ apart, as 32-bit floats are from 1/2 on.
  let small = (Float(bitPattern: magnitude) + 0.5) - 0.5
  let rounded = magnitude < 0x3880_0000 ? small : normal
  let limited = rounded > 65504 ? Float.infinity : rounded
  // A NaN compares with nothing; it stays what it is.
  let result = magnitude > 0x7F80_0000 ? Float.nan : limited
  return Float(bitPattern: result.bitPattern | sign)
}

@inline(__always)
private func roundedToBF16(_ x: Float) -> Float {
  let bits = x.bitPattern
  if x.isNaN { return x.bitPattern >> 31 == 0 ? .nan : -.nan }
  return Float(bitPattern: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) & 0xFFFF_0000)
}
