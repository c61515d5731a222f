func dotProduct(_ x: [Float], _ y: [Float]) -> Float {
  var sum: Float = 0
  for place in x.indices {
    sum += x[place] * y[place]
  }
  return sum
}
