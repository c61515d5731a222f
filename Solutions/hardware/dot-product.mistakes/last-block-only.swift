func dotProduct(_ x: [Float], _ y: [Float]) -> Float {
  var sums = SIMD16<Float>()
  let whole = x.count / 16 * 16
  for start in stride(from: 0, to: whole, by: 16) {
    sums = SIMD16(x[start..<start + 16]) * SIMD16(y[start..<start + 16])
  }

  var sum = sums.sum()
  for place in whole..<x.count {
    sum += x[place] * y[place]
  }
  return sum
}
