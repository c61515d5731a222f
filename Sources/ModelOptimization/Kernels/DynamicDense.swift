import CKernels

/// A dense layer of 8-bit weights for activations whose range is seen only at run time: dynamic
/// quantization. Floats in, floats out, whole numbers between.
///
///     q = round(x / scale) + zero point                   scale and zero point from the row's range
///     y[column] = (Σ (q - zero point) · weight) · scale · (column's scale) + bias[column]
package struct DynamicDense: Sendable {
  /// What the range of the activations is taken from.
  package enum Granularity: Hashable, Sendable {
    /// Each row for itself: what it gives does not depend on the others.
    case row
    /// All rows of a call together.
    case batch
  }

  /// How a range becomes steps.
  package enum Scheme: Hashable, Sendable {
    /// -127...127, 0 in the middle; stored as 1...255 with zero point 128.
    case symmetric
    /// 0...255 over the range, which includes 0.
    case affine
  }

  package let granularity: Granularity
  package let scheme: Scheme
  private let dense: IntegerDense

  /// Packs weights.
  ///
  /// - Parameters:
  ///   - weights: the weight from input i to output o stands at i * inputStride + o * outputStride.
  ///   - scales: of each output's weights.
  ///   - bias: for each output, or nil for zeros.
  ///   - relu: whether negative results become 0.
  package init(
    _ weights: UnsafePointer<Int8>, inputs: Int, outputs: Int, inputStride: Int,
    outputStride: Int, scales: [Float], bias: [Float]? = nil, relu: Bool = false,
    granularity: Granularity = .row, scheme: Scheme = .affine, form: IntegerForm? = nil
  ) {
    self.granularity = granularity
    self.scheme = scheme
    dense = IntegerDense(
      weights, inputs: inputs, outputs: outputs, inputStride: inputStride,
      outputStride: outputStride, inputZeroPoint: 0,
      output: .floats(Dequantization(scales: scales, bias: bias, relu: relu)), form: form)
  }

  package var inputs: Int { dense.inputs }
  package var outputs: Int { dense.outputs }
  /// How its weights are multiplied.
  package var form: IntegerForm { dense.form }
  /// The bytes of the packed weights and constants.
  package var byteCount: Int { dense.byteCount }
  /// Elements of scratch memory that the multiplication needs for each thread.
  package var scratchCount: Int { dense.scratchCount }
  /// Bytes that the quantized rows take, with their scales and zero points.
  package func quantizedBytes(rows: Int) -> Int { (rows * inputs + 63) / 64 * 64 + rows * 8 }

  /// Applies the layer.
  ///
  /// - Parameters:
  ///   - input: `[rows, inputs]`.
  ///   - result: `[rows, outputs]`.
  ///   - quantized: room for `quantizedBytes(rows:)`, at a multiple of 64 bytes; nil to take it for
  ///     this call.
  ///   - scratch: `scratchCount` elements for each thread; nil to take them for this call.
  package func callAsFunction(
    _ input: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, rows: Int,
    quantized: UnsafeMutableRawPointer? = nil, scratch: ConvolutionScratch? = nil,
    pool: ThreadPool = .current
  ) {
    guard rows > 0 else { return }
    let room =
      quantized
      ?? UnsafeMutableRawPointer.allocate(byteCount: quantizedBytes(rows: rows), alignment: 64)
    defer { if quantized == nil { room.deallocate() } }
    let bytes = room.assumingMemoryBound(to: UInt8.self)
    let scales = (room + (rows * inputs + 63) / 64 * 64).assumingMemoryBound(to: Float.self)
    let zeroPoints = UnsafeMutableRawPointer(scales + rows).assumingMemoryBound(to: Int32.self)
    let count = granularity == .row ? inputs : rows * inputs
    for row in 0..<rows {
      let first = row * inputs
      if granularity == .row || row == 0 {
        (scales[row], zeroPoints[row]) = DynamicDense.parameters(
          for: input + first, count: count, scheme)
      } else {
        (scales[row], zeroPoints[row]) = (scales[0], zeroPoints[0])
      }
      let (low, high): (Int32, Int32) = scheme == .symmetric ? (1, 255) : (0, 255)
      kernel_quantize_float(
        input + first, 1 / scales[row], zeroPoints[row], low, high, bytes + first, inputs)
    }
    dense(
      bytes, scales: scales, zeroPoints: zeroPoints, into: result, rows: rows, scratch: scratch,
      pool: pool)
  }

  /// The scale and the zero point for a range of numbers; scale 1 where all of them are 0.
  package static func parameters(
    for x: UnsafePointer<Float>, count: Int, _ scheme: Scheme
  ) -> (scale: Float, zeroPoint: Int32) {
    var (least, largest): (Float, Float) = (0, 0)
    kernel_range_float(x, count, &least, &largest)
    let scale = scheme == .symmetric ? max(-least, largest) / 127 : (largest - least) / 255
    // So small a range that its inverse is none counts as zero, and one without end as 1.
    guard scale >= .leastNormalMagnitude * 4, scale.isFinite else {
      return (1, scheme == .symmetric ? 128 : 0)
    }
    if scheme == .symmetric { return (scale, 128) }
    return (scale, Int32(min(max((-least / scale).rounded(.toNearestOrEven), 0), 255)))
  }
}
