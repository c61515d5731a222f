import CKernels

/// Floats become bytes: round(x / scale) + zero point.
struct QuantizeOperator: PreparedOperator {
  let parameters: QuantizationParameters
  /// Elements of an example.
  let count: Int

  func run(_ task: OperatorTask) {
    let (input, output) = (task.input(as: Float.self), task.output(as: UInt8.self))
    task.inParts(task.examples * count, workOfOne: 1) { start, count in
      kernel_quantize_float(
        input + start, 1 / parameters.scale, Int32(parameters.zeroPoint), 0, 255, output + start,
        count)
    }
  }
}

/// Bytes become floats: (byte - zero point) · scale.
struct DequantizeOperator: PreparedOperator {
  let parameters: QuantizationParameters
  /// Elements of an example.
  let count: Int

  func run(_ task: OperatorTask) {
    let (input, output) = (task.input(as: UInt8.self), task.output(as: Float.self))
    let (scale, zeroPoint) = (parameters.scale, Int32(parameters.zeroPoint))
    task.inParts(task.examples * count, workOfOne: 1) { start, count in
      for index in start..<start + count {
        output[index] = Float(Int32(input[index]) - zeroPoint) * scale
      }
    }
  }
}
