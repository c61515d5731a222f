import CKernels

/// The product of two matrices, wherever their elements lie, either of them transposed.
///
///     c[row, column] = Σ over inner of a[row, inner] * b[inner, column]
///
/// An element does not depend on the rows and columns that are computed with it, nor on the
/// number of threads.
///
/// - Parameters:
///   - a: the left matrix, `[m, k]`.
///   - b: the right matrix, `[k, n]`. It is packed on the way where that pays; weights that serve
///     many products are better packed once, as a `PackedMatrix`.
///   - c: where the product goes, `[m, n]`, row-major; what stood there is forgotten unless
///     `accumulate` is true. It overlaps no operand.
///   - rowStride: from one row of `c` to the next, in elements; `n` where it is nil.
///   - bias: one number for each column, added to the sums, or nil.
///   - activation: what is done to the sums.
///   - accumulate: whether the sums begin with what stands in `c`.
///   - pool: the threads that share the work.
package func multiply(
  _ a: MatmulOperand, _ b: MatmulOperand, into c: UnsafeMutablePointer<Float>,
  rowStride: Int? = nil, bias: UnsafePointer<Float>? = nil, activation: MatmulActivation = .none,
  accumulate: Bool = false, pool: ThreadPool = .current
) {
  require(
    a.columns == b.rows,
    "A product multiplies [m, k] by [k, n]; it was given [\(a.rows), \(a.columns)] and "
      + "[\(b.rows), \(b.columns)].")
  let (m, k, n) = (a.rows, a.columns, b.columns)
  var product = kernel_matmul_product(
    k: k, a: a.base, a_row_stride: a.rowStride, a_inner_stride: a.columnStride,
    b: b.base, b_panel_stride: panelWidth, b_inner_stride: b.rowStride,
    c: c, c_row_stride: rowStride ?? n, accumulate: accumulate ? 1 : 0, bias: bias,
    activation: activation.rawValue)
  if readsInPlace(m: m, k: k, n: n, b) {
    multiplyPieces(product, MatmulCut(rows: m, inner: k, columns: n, for: pool), pool: pool)
    return
  }
  product.b_panel_stride = panelWidth * k
  product.b_inner_stride = panelWidth
  // Few rows use what is packed so seldom that it should still lie in the second-level cache: 1 MiB
  // at a time. Many rows had better be read seldom themselves.
  let packedAtOnce = m < 512 ? 1 << 18 : 1 << 21
  let step = max(panelWidth, packedAtOnce / max(k, 1) / panelWidth * panelWidth)
  MatmulScratch.lend(packedCount(rows: k, columns: min(n, step))) { panels in
    product.b = UnsafePointer(panels)
    for first in stride(from: 0, to: n, by: step) {
      let columns = first..<min(first + step, n)
      packPanels(b, columns: columns, into: panels, pool: pool)
      product.c = c + first
      if let bias { product.bias = bias + first }
      let cut = MatmulCut(rows: m, inner: k, columns: columns.count, for: pool)
      multiplyPieces(product, cut, pool: pool)
    }
  }
}

/// Whether a right matrix is read where it lies: its rows must be rows in memory, and packing it
/// must cost more than it saves. A small one stays in the second-level cache as it is.
private func readsInPlace(m: Int, k: Int, n: Int, _ b: MatmulOperand) -> Bool {
  guard b.columnStride == 1 else { return false }
  return m < 64 || Double(k) * Double(n) <= 32_768
}
