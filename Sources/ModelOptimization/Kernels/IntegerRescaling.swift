import CKernels

/// Between floats, 8-bit numbers and 32-bit sums.
///
///     8 bits = round(float / scale) + zero point        a half is rounded to even
///
/// 8-bit results are bytes; a signed one is the byte with the same bits, which `low` and `high`
/// decide: -128...127 or 0...255.
package enum IntegerRescaling {
  /// to[i] = round(x[i] · inverseScale) + zeroPoint, within `range`; NaN gives its lower end.
  package static func quantize(
    _ x: UnsafePointer<Float>, inverseScale: Float, zeroPoint: Int32, range: ClosedRange<Int32>,
    into to: UnsafeMutablePointer<UInt8>, count: Int
  ) {
    Elementwise.inParts(count) {
      kernel_quantize_float(
        x + $0, inverseScale, zeroPoint, range.lowerBound, range.upperBound, to + $0, $1)
    }
  }

  /// The least and the largest of x and 0, which a quantizer's range must hold; NaN is passed over.
  package static func range(_ x: UnsafePointer<Float>, count: Int) -> ClosedRange<Float> {
    var least: Float = 0
    var largest: Float = 0
    kernel_range_float(x, count, &least, &largest)
    return least...largest
  }

  /// to[row, column] = round(scale[column] · sum) + zeroPoint, within `range`.
  ///
  /// - Parameters:
  ///   - scale: (scale of the activations) · (scale of the column's weights) / (scale of `to`).
  ///   - range: begins at the zero point for ReLU.
  package static func requantize(
    _ sums: UnsafePointer<Int32>, scale: UnsafePointer<Float>, zeroPoint: Int32,
    range: ClosedRange<Int32>, into to: UnsafeMutablePointer<UInt8>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_requantize_integer(
        sums + start, columns, scale, zeroPoint, range.lowerBound, range.upperBound, to + start,
        columns, count, columns)
    }
  }

  /// The same without floating point: the scale of a column is multiplier / 2 to the power of
  /// shift, with multipliers from 0 on and shifts in 1...62.
  package static func requantize(
    _ sums: UnsafePointer<Int32>, multipliers: UnsafePointer<Int32>,
    shifts: UnsafePointer<UInt8>, zeroPoint: Int32, range: ClosedRange<Int32>,
    into to: UnsafeMutablePointer<UInt8>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_requantize_fixed_integer(
        sums + start, columns, multipliers, shifts, zeroPoint, range.lowerBound,
        range.upperBound, to + start, columns, count, columns)
    }
  }

  /// to[row, column] = scale[column] · sum + bias[column]; with `relu` a negative result becomes 0.
  package static func dequantize(
    _ sums: UnsafePointer<Int32>, scale: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    relu: Bool = false, into to: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      let start = first * columns
      kernel_dequantize_integer(
        sums + start, columns, scale, bias, relu ? 0 : -.infinity, to + start, columns, count,
        columns)
    }
  }
}
