/// Applies a dense layer to a batch: y = x · weight + bias.
///
/// All arrays are row-major: element `[row, column]` of a matrix with `columns` columns is
/// number `row * columns + column`.
///
/// - Parameters:
///   - x: the batch, shape `[batch, inputs]`, one example a row.
///   - weight: shape `[inputs, outputs]`; not empty.
///   - bias: shape `[outputs]`; not empty.
/// - Returns: shape `[batch, outputs]`, row-major.
func denseForward(_ x: [Float], weight: [Float], bias: [Float]) -> [Float] {
  let outputs = bias.count
  let inputs = weight.count / outputs
  let batch = x.count / inputs

  var y = [Float](repeating: 0, count: batch * outputs)
  for row in 0..<batch {
    for output in 0..<outputs {
      var sum = bias[output]
      for input in 0..<inputs {
        sum += x[row * inputs + input] * weight[input * outputs + output]
      }
      y[row * outputs + output] = sum
    }
  }
  return y
}
