/// How the 32-bit sums of a layer become bytes: by a multiplier and a shift for each column.
///
///     byte = round(sum · multiplier / 2^shift) + zero point        within `range`
///
/// A half is rounded to even. Shifts end at 44: a sum has 32 bits, and a scale that is known to
/// 2⁻⁴⁴ moves none of them by more than 2⁻¹³ of a step. In return everything that is not cut off
/// at the ends of the range fits the 53 bits of a double, so that a kernel may multiply in doubles
/// and gives, bit for bit, what whole numbers give (`IntegerReference.requantize`).
///
/// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2017, arXiv:1712.05877, section 2.2.
package struct Requantization: Hashable, Sendable {
  /// From 0 to 2³¹ - 1.
  package let multipliers: [Int32]
  /// In 1...44.
  package let shifts: [UInt8]
  package let zeroPoint: UInt8
  /// For ReLU it begins at the zero point.
  package let range: ClosedRange<UInt8>

  package static let largestShift = 44
  /// Scales of sums are smaller.
  package static let scaleLimit = 0x1p30

  /// Takes multipliers and shifts as they are.
  package init(
    multipliers: [Int32], shifts: [UInt8], zeroPoint: UInt8, range: ClosedRange<UInt8> = 0...255
  ) {
    require(
      multipliers.count == shifts.count,
      "Each of \(multipliers.count) multipliers has a shift; \(shifts.count) were given.")
    require(
      multipliers.allSatisfy { $0 >= 0 }
        && shifts.allSatisfy { (1...Requantization.largestShift).contains(Int($0)) },
      "Multipliers are not negative, and shifts lie in 1...\(Requantization.largestShift).")
    self.multipliers = multipliers
    self.shifts = shifts
    self.zeroPoint = zeroPoint
    self.range = range
  }

  /// Finds multipliers and shifts.
  ///
  /// - Parameters:
  ///   - scales: for each column (scale of the activations) · (scale of the column's weights) /
  ///     (scale of the result); from 0 to below 2³⁰.
  ///   - zeroPoint: of the result.
  ///   - range: of the result; with ReLU it begins at the zero point.
  package init(scales: [Double], zeroPoint: UInt8, range: ClosedRange<UInt8> = 0...255) {
    let pairs = scales.map { Requantization.fixedPoint($0) }
    self.init(
      multipliers: pairs.map(\.multiplier), shifts: pairs.map(\.shift), zeroPoint: zeroPoint,
      range: range)
  }

  /// The multiplier and the shift nearest to a scale: scale ≈ multiplier / 2^shift.
  package static func fixedPoint(_ scale: Double) -> (multiplier: Int32, shift: UInt8) {
    require(
      scale >= 0 && scale < scaleLimit, "A scale of sums lies in 0..<2³⁰; \(scale) was given.")
    if scale == 0 { return (0, 1) }
    // 31 bits of the scale, as long as the shift allows.
    let shift = min(30 - Int(scale.exponent), largestShift)
    let multiplier = (scale * Double(sign: .plus, exponent: shift, significand: 1)).rounded()
    if multiplier == 0x1p31 {
      return shift > 1 ? (1 << 30, UInt8(shift - 1)) : (Int32.max, 1)
    }
    return (Int32(multiplier), UInt8(max(shift, 1)))
  }

  /// multiplier / 2^shift of each column, exactly.
  var scales: [Double] {
    zip(multipliers, shifts).map {
      Double($0) * Double(sign: .plus, exponent: -Int($1), significand: 1)
    }
  }
}

/// How the 32-bit sums of a layer become floats: a scale for each column.
///
///     float = scale · sum + bias        at least 0 with `relu`
package struct Dequantization: Hashable, Sendable {
  /// (scale of the activations) · (scale of the column's weights), not negative.
  package let scales: [Float]
  /// Nil for zeros; a bias that is already part of the sums is not repeated here.
  package let bias: [Float]?
  package let relu: Bool

  package init(scales: [Float], bias: [Float]? = nil, relu: Bool = false) {
    require(
      bias == nil || bias?.count == scales.count,
      "\(scales.count) columns have \(bias?.count ?? 0) biases.")
    require(scales.allSatisfy { $0 >= 0 }, "Scales are not negative.")
    self.scales = scales
    self.bias = bias
    self.relu = relu
  }
}

/// What an integer layer gives.
package enum IntegerOutput: Hashable, Sendable {
  /// Bytes for the next integer layer.
  case bytes(Requantization)
  /// Floats: the last layer's, or those of a model with layers of both kinds.
  case floats(Dequantization)

  /// The columns that it is for.
  package var columns: Int {
    switch self {
    case .bytes(let requantization): requantization.multipliers.count
    case .floats(let dequantization): dequantization.scales.count
    }
  }

  /// Bytes of an element.
  package var elementBytes: Int {
    switch self {
    case .bytes: 1
    case .floats: 4
    }
  }
}
