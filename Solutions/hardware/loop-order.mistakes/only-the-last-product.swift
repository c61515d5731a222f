func matrixProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for row in 0..<m {
    for inner in 0..<k {
      for column in 0..<n {
        c[row * n + column] = a[row * k + inner] * b[inner * n + column]
      }
    }
  }
  return c
}
