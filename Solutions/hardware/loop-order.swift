/// Multiplies two row-major matrices.
///
///     c[row, column] = Σ over inner of a[row, inner] * b[inner, column]
///
/// The products of an element are added in 32 bits in the order of `inner`.
///
/// - Parameters:
///   - a: the left matrix, shape `[m, k]`.
///   - b: the right matrix, shape `[k, n]`.
///   - m: the rows of `a`.
///   - k: the columns of `a` and the rows of `b`.
///   - n: the columns of `b`.
/// - Returns: the product, shape `[m, n]`.
func matrixProduct(_ a: [Float], _ b: [Float], m: Int, k: Int, n: Int) -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for row in 0..<m {
    for inner in 0..<k {
      for column in 0..<n {
        c[row * n + column] += a[row * k + inner] * b[inner * n + column]
      }
    }
  }
  return c
}
