func denseForward(_ x: [Float], weight: [Float], bias: [Float]) -> [Float] {
  let outputs = bias.count
  let inputs = weight.count / outputs
  let batch = x.count / inputs

  var y = [Float](repeating: 0, count: batch * outputs)
  for row in 0..<batch {
    for output in 0..<outputs {
      var sum = bias[output]
      for input in 0..<inputs {
        sum = bias[output] + x[row * inputs + input] * weight[input * outputs + output]
      }
      y[row * outputs + output] = sum
    }
  }
  return y
}
