// The innermost loop runs along a row of the weight, so that memory is read in order; this is
// how the library's `matmul` does it.
func denseForward(_ x: [Float], weight: [Float], bias: [Float]) -> [Float] {
  let outputs = bias.count
  let inputs = weight.count / outputs

  var y: [Float] = []
  for start in stride(from: 0, to: x.count, by: inputs) {
    var sums = bias
    for (input, value) in x[start..<start + inputs].enumerated() {
      for output in sums.indices {
        sums[output] += value * weight[input * outputs + output]
      }
    }
    y += sums
  }
  return y
}
