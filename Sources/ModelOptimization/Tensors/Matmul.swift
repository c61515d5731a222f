// The letters of a matrix product, as everywhere in the field:
//   a  the left matrix,  [m, k]
//   b  the right matrix, [k, n]
//   c  the product,      [m, n]

/// The matrix product of two tensors.
///
///     c[row, column] = Σ over inner of a[row, inner] * b[inner, column]
///
/// - Parameters:
///   - a: shape `[m, k]`.
///   - b: shape `[k, n]`.
/// - Returns: shape `[m, n]`.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.shape.count == 2 && b.shape.count == 2 && a.shape[1] == b.shape[0],
    "matmul multiplies [m, k] by [k, n]; it was given \(a.shape) and \(b.shape).")
  let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
  var c = Tensor(zeros: [m, n])
  var product = c.storage.mutableSpan
  matmul(a.storage.span, b.storage.span, into: &product, m: m, k: k, n: n)
  return c
}

/// The matrix product of two row-major matrices, written over `c`.
///
/// The innermost loop runs along rows of `b` and of `c`, so that neighbouring numbers are read
/// and written together and the compiler can use vector instructions. (Summing each element of
/// `c` in one go looks more natural, but jumps down a column of `b`.)
///
/// Every element is summed in the order of `inner`, whatever the size of the batch: a row gives
/// the same result alone and among others.
///
/// - Parameters:
///   - a: the left matrix, `m * k` elements.
///   - b: the right matrix, `k * n` elements.
///   - c: where the product goes, `m * n` elements; what stood there is forgotten.
///   - m: the rows of `a` and of `c`.
///   - k: the columns of `a` and the rows of `b`.
///   - n: the columns of `b` and of `c`.
public func matmul(
  _ a: Span<Float>, _ b: Span<Float>, into c: inout MutableSpan<Float>, m: Int, k: Int, n: Int
) {
  require(
    a.count == m * k && b.count == k * n && c.count == m * n,
    "matmul of [\(m), \(k)] by [\(k), \(n)] takes \(m * k), \(k * n) and \(m * n) elements; "
      + "it was given \(a.count), \(b.count) and \(c.count).")
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
