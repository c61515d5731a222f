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
  return matmul(a, b, transposing: [])
}

/// The matrix product of two row-major matrices, written over `c`.
///
///     c[row, column] = Σ over inner of a[row, inner] * b[inner, column]
///
/// The work is done by kernels for the processor at hand: they hold a tile of `c` in registers,
/// walk over `inner`, and read panels of `b` that were packed to lie side by side. The loop that
/// they stand for is `referenceMatmul` in `Kernels/ReferenceMatmul.swift`. Large products are
/// shared among the threads of `ThreadPool.current`.
///
/// Every element is summed in the order of `inner`, whatever the size of the batch and the number
/// of threads: a row gives the same result alone and among others.
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
  requireProductCounts(a.count, b.count, c.count, m: m, k: k, n: n)
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeMutableBufferPointer { c in
        // Memory without elements may have no address. Then there is nothing to compute, except
        // that a sum of no products is 0.
        guard let c = c.baseAddress else { return }
        guard let a = a.baseAddress, let b = b.baseAddress else {
          c.update(repeating: 0, count: m * n)
          return
        }
        multiply(
          MatmulOperand(a, rows: m, columns: k), MatmulOperand(b, rows: k, columns: n), into: c)
      }
    }
  }
}
