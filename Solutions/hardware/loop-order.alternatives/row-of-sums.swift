// A row of c is a sum of rows of b, each times one number of a. Spans carry the length that the
// compiler needs to leave the checks of bounds out of the innermost loop.
func matrixProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  var sums = c.mutableSpan
  let right = b.span
  for row in 0..<m {
    for inner in 0..<k {
      let factor = a[row * k + inner]
      for column in 0..<n {
        sums[row * n + column] += factor * right[inner * n + column]
      }
    }
  }
  return c
}
