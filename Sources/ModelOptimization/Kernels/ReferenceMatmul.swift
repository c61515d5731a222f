/// The product of two row-major matrices in plain Swift: what the kernels compute, told simply.
///
///     c[row, column] = Σ over inner of a[row, inner] * b[inner, column]
///
/// The innermost loop runs along rows of `b` and of `c`, so that neighbouring numbers are read
/// and written together and the compiler can use vector instructions. (Summing each element of
/// `c` in one go looks more natural, but jumps down a column of `b`.)
///
/// - Parameters:
///   - a: the left matrix, `m * k` elements.
///   - b: the right matrix, `k * n` elements.
///   - c: where the product goes, `m * n` elements; what stood there is forgotten.
///   - m: the rows of `a` and of `c`.
///   - k: the columns of `a` and the rows of `b`.
///   - n: the columns of `b` and of `c`.
package func referenceMatmul(
  _ a: Span<Float>, _ b: Span<Float>, into c: inout MutableSpan<Float>, m: Int, k: Int, n: Int
) {
  requireProductCounts(a.count, b.count, c.count, m: m, k: k, n: n)
  for index in c.indices { c[index] = 0 }
  for row in 0..<m {
    let start = row * n
    for inner in 0..<k {
      let factor = a[row * k + inner]
      // A span of its own for this row tells the compiler how far `column` can go: it checks
      // once instead of at every element, and the loop becomes four times as fast.
      let weights = b.extracting(inner * n..<(inner + 1) * n)
      for column in weights.indices {
        c[start + column] += factor * weights[column]
      }
    }
  }
}

/// Stops the program when the operands of a product have not the elements that its sizes ask for.
func requireProductCounts(_ a: Int, _ b: Int, _ c: Int, m: Int, k: Int, n: Int) {
  require(
    m >= 0 && k >= 0 && n >= 0,
    "matmul takes no negative sizes; it was given m \(m), k \(k), n \(n).")
  let (aCount, aOverflow) = m.multipliedReportingOverflow(by: k)
  let (bCount, bOverflow) = k.multipliedReportingOverflow(by: n)
  let (cCount, cOverflow) = m.multipliedReportingOverflow(by: n)
  require(
    !aOverflow && !bOverflow && !cOverflow,
    "matmul of [\(m), \(k)] by [\(k), \(n)] has more elements than fit in memory.")
  require(
    a == aCount && b == bCount && c == cCount,
    "matmul of [\(m), \(k)] by [\(k), \(n)] takes \(aCount), \(bCount) and \(cCount) elements; "
      + "it was given \(a), \(b) and \(c).")
}
