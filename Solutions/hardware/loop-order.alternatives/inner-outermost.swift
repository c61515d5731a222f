// With `inner` outermost the product is a sum of k tables, each of them a column of a times a row
// of b. The innermost loop is the same, so the stride is 1 here, too.
func matrixProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for inner in 0..<k {
    for row in 0..<m {
      let factor = a[row * k + inner]
      for column in 0..<n {
        c[row * n + column] += factor * b[inner * n + column]
      }
    }
  }
  return c
}
