import ModelOptimization
import Testing

@Suite struct `A matrix product` {
  /// Odd sizes, since the compiler's vectors are of even ones; and every kind of nothing.
  static let shapes = [
    (1, 1, 1), (2, 3, 4), (1, 784, 256), (7, 5, 3), (31, 127, 65), (16, 16, 16), (5, 1, 9),
    (3, 17, 1), (0, 4, 4), (4, 0, 4), (4, 4, 0),
  ]

  @Test(arguments: shapes)
  func `agrees with the sum written out in double precision`(m: Int, k: Int, n: Int) {
    let a = randomTensor([m, k], seed: 1)
    let b = randomTensor([k, n], seed: 2)
    let product = matmul(a, b)
    #expect(product.shape == [m, n])
    for row in 0..<m {
      for column in 0..<n {
        var exact = 0.0
        for inner in 0..<k { exact += Double(a[row, inner]) * Double(b[inner, column]) }
        // Rounding adds up to at most k halves of a unit in the last place (2⁻²⁴) of the
        // partial sums, which stay below k.
        let bound = Double(k * k) * 0x1p-24
        #expect(abs(Double(product[row, column]) - exact) <= bound)
      }
    }
  }

  @Test func `gives a row the same result alone as in a batch`() {
    let a = randomTensor([9, 50], seed: 3)
    let b = randomTensor([50, 33], seed: 4)
    let product = matmul(a, b)
    for row in 0..<9 {
      #expect(matmul(a.rows(row..<row + 1), b) == product.rows(row..<row + 1))
    }
  }

  @Test func `forgets what stood where it writes`() {
    let a: [Float] = [1, 2]
    let b: [Float] = [3, 4]
    var c: [Float] = [99]
    var target = c.mutableSpan
    matmul(a.span, b.span, into: &target, m: 1, k: 2, n: 1)
    #expect(c == [11])
  }
}
