import ModelOptimization

/// Where bytes lie on the real numbers.
struct ByteGrid: Equatable {
  /// The distance of two neighbouring bytes.
  var scale: Float
  /// The byte that stands for 0.0.
  var zeroPoint: Int

  /// Lays the bytes over a range, widened to hold 0.
  init(from least: Float, through largest: Float) {
    let (low, high) = (min(least, 0), max(largest, 0))
    scale = low < high ? (high - low) / 255 : 1
    zeroPoint = Int((-low / scale).rounded())
  }

  /// The byte nearest to a number.
  func byte(of number: Float) -> Int {
    Int(min(max((number / scale).rounded(.toNearestOrEven) + Float(zeroPoint), 0), 255))
  }
}

/// What a dense layer with 8-bit weights answers.
///
///     answer = bias + input scale · weight scale · Σ (byte - zero point) · weight
///
/// - Parameters:
///   - x: `[count, inputs]`, floats; each row becomes bytes.
///   - weights: of each output, as many as inputs.
///   - weightScales: of each output.
///   - bias: of each output, floats.
///   - grid: where the bytes lie, known from calibration; nil to take the range of each row from
///     that row alone, at run time.
/// - Returns: `[count, outputs]`, floats.
func quantizedDense(
  _ x: Tensor, weights: [[Int8]], weightScales: [Float], bias: [Float], grid: ByteGrid?
) -> Tensor {
  var answers: [Float] = []
  for row in 0..<x.rowCount {
    let numbers = x[row]
    let own = grid ?? ByteGrid(from: x.elements.min() ?? 0, through: x.elements.max() ?? 0)
    let steps = numbers.map { own.byte(of: $0) - own.zeroPoint }
    for (output, weights) in weights.enumerated() {
      var sum = 0
      for (step, weight) in zip(steps, weights) { sum += step * Int(weight) }
      answers.append(bias[output] + own.scale * weightScales[output] * Float(sum))
    }
  }
  return Tensor(answers, shape: [x.rowCount, weights.count])
}
