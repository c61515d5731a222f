import CKernels

/// A right-hand matrix, the weights of a layer, in the order in which the kernels read it.
///
/// Packing takes as long as the product of a few rows, so that weights which serve many products
/// are packed once. A packed matrix does not change and may be used from any thread.
///
/// The elements lie in panels of 16 columns: of each row 16 neighbours, then those of the next
/// row. The last panel is filled up with zeros.
package final class PackedMatrix: Sendable {
  /// The rows of the matrix: the inputs of a layer, the inner index of a product.
  package let rows: Int
  /// The columns of the matrix: the outputs of a layer.
  package let columns: Int

  nonisolated(unsafe) private let panels: UnsafeMutablePointer<Float>
  private let memory: MatmulMemory

  /// Packs a matrix.
  ///
  /// - Parameters:
  ///   - matrix: the weights, `[inputs, outputs]`; those of shape `[outputs, inputs]` are given
  ///     as `.transposed`. They are read here and never again.
  ///   - pool: the threads that share the work.
  package convenience init(_ matrix: MatmulOperand, pool: ThreadPool = .current) {
    self.init(rows: matrix.rows, columns: matrix.columns)
    packPanels(matrix, columns: 0..<columns, into: panels, pool: pool)
  }

  /// Packs the weights of a layer.
  ///
  /// - Parameters:
  ///   - weight: shape `[inputs, outputs]`, or `[outputs, inputs]` when it is transposed.
  ///   - transposed: whether it is.
  package convenience init(_ weight: Tensor, transposed: Bool = false) {
    require(
      weight.shape.count == 2,
      "A packed matrix is made of a tensor of two axes; it was given \(weight.shape).")
    let (rows, columns) = (weight.shape[0], weight.shape[1])
    self.init(rows: transposed ? columns : rows, columns: transposed ? rows : columns)
    weight.withElements { start in
      let matrix = MatmulOperand(start, rows: rows, columns: columns)
      packPanels(
        transposed ? matrix.transposed : matrix, columns: 0..<self.columns, into: panels,
        pool: .current)
    }
  }

  private init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    memory = MatmulMemory(count: packedCount(rows: rows, columns: columns))
    panels = memory.start
  }

  /// The bytes that the packed matrix takes.
  package var byteCount: Int { packedCount(rows: rows, columns: columns) * 4 }

  /// Multiplies rows by this matrix.
  ///
  ///     c[row, column] = activation(Σ over inner of a[row, inner] * self[inner, column]
  ///                                 + bias[column])
  ///
  /// A row gives the same result alone and among others, and the same with any number of threads.
  /// Nothing is allocated.
  ///
  /// - Parameters:
  ///   - a: the left matrix, `[m, rows]`.
  ///   - c: where the product goes, `[m, columns]`, row-major; what stood there is forgotten
  ///     unless `accumulate` is true. It overlaps no operand.
  ///   - rowStride: from one row of `c` to the next, in elements; `columns` where it is nil.
  ///   - bias: one number for each column, or nil.
  ///   - activation: what is done to the sums.
  ///   - accumulate: whether the sums begin with what stands in `c`.
  ///   - pool: the threads that share the work.
  package func multiply(
    _ a: MatmulOperand, into c: UnsafeMutablePointer<Float>, rowStride: Int? = nil,
    bias: UnsafePointer<Float>? = nil, activation: MatmulActivation = .none,
    accumulate: Bool = false, pool: ThreadPool = .current
  ) {
    requireColumns(of: a)
    let product = product(
      a, into: c, rowStride: rowStride ?? columns, bias: bias, activation: activation,
      accumulate: accumulate)
    multiplyPieces(
      product, MatmulCut(rows: a.rows, inner: rows, columns: columns, for: pool), pool: pool)
  }

  /// A part of the product, on the calling thread: for callers that cut the work themselves.
  ///
  /// - Parameters:
  ///   - a: the left matrix, `[m, rows]`, all of it.
  ///   - c: element `[0, 0]` of the whole product.
  ///   - rowStride: from one row of `c` to the next, in elements.
  ///   - rowRange: the rows that are computed.
  ///   - columnRange: the columns that are computed; they begin at a multiple of 16.
  ///   - bias: one number for each column of the whole product, or nil.
  ///   - activation: what is done to the sums.
  package func multiplyPart(
    _ a: MatmulOperand, into c: UnsafeMutablePointer<Float>, rowStride: Int,
    rowRange: Range<Int>, columnRange: Range<Int>,
    bias: UnsafePointer<Float>? = nil, activation: MatmulActivation = .none
  ) {
    requireColumns(of: a)
    require(
      rowRange.lowerBound >= 0 && rowRange.upperBound <= a.rows && columnRange.lowerBound >= 0
        && columnRange.upperBound <= columns && columnRange.lowerBound % 16 == 0,
      "Rows \(rowRange) and columns \(columnRange) lie outside a product of "
        + "[\(a.rows), \(columns)], or do not begin at a multiple of 16 columns.")
    var product = product(
      a, into: c, rowStride: rowStride, bias: bias, activation: activation, accumulate: false)
    kernel_matmul_float(
      &product, rowRange.lowerBound, rowRange.count, columnRange.lowerBound, columnRange.count)
  }

  private func product(
    _ a: MatmulOperand, into c: UnsafeMutablePointer<Float>, rowStride: Int,
    bias: UnsafePointer<Float>?, activation: MatmulActivation, accumulate: Bool
  ) -> kernel_matmul_product {
    kernel_matmul_product(
      k: rows, a: a.base, a_row_stride: a.rowStride, a_inner_stride: a.columnStride,
      b: panels, b_panel_stride: panelWidth * rows, b_inner_stride: panelWidth,
      c: c, c_row_stride: rowStride, accumulate: accumulate ? 1 : 0, bias: bias,
      activation: activation.rawValue)
  }

  private func requireColumns(of a: MatmulOperand) {
    require(
      a.columns == rows,
      "A packed matrix of [\(rows), \(columns)] multiplies rows of \(rows) elements; "
        + "it was given [\(a.rows), \(a.columns)].")
  }
}

let panelWidth = kernel_matmul_panel

/// Floats that a packed matrix takes.
func packedCount(rows: Int, columns: Int) -> Int {
  let whole = (columns + panelWidth - 1) / panelWidth * panelWidth
  let (count, overflow) = rows.multipliedReportingOverflow(by: whole)
  require(
    !overflow && count <= Int.max / 8,
    "A matrix of [\(rows), \(columns)] does not fit in memory.")
  return count
}

/// Packs some columns of a right-hand matrix, which begin at a multiple of 16.
func packPanels(
  _ matrix: MatmulOperand, columns: Range<Int>, into panels: UnsafeMutablePointer<Float>,
  pool: ThreadPool
) {
  let stride = panelWidth * matrix.rows
  let base = matrix.base + columns.lowerBound * matrix.columnStride
  // Pieces of 64 KiB or more take some ten microseconds. Fewer than eight of them are worth sharing
  // only where threads are awake.
  let panelCount = (columns.count + panelWidth - 1) / panelWidth
  let step = max(1, (1 << 14) / max(stride, 1)) * panelWidth
  let least = pool.isAwake ? 1 << 15 : 1 << 17
  let pieces = stride * panelCount < least ? 1 : (columns.count + step - 1) / step
  let width = pieces == 1 ? columns.count : step
  pool.parallel(pieces) { piece in
    let first = piece * width
    kernel_matmul_pack_float(
      base, matrix.rowStride, matrix.columnStride, matrix.rows, first,
      min(width, columns.count - first), panels, stride)
  }
}

/// Does the pieces of a product, whatever thread comes to each.
func multiplyPieces(_ product: kernel_matmul_product, _ cut: MatmulCut, pool: ThreadPool) {
  if cut.pieces <= 1 || pool.threads == 1 {
    withUnsafePointer(to: product) { kernel_matmul_float($0, 0, cut.rows, 0, cut.columns) }
    return
  }
  withUnsafePointer(to: (product: product, cut: cut)) {
    pool.parallel(cut.pieces, on: $0) { context, index in
      let work = context.assumingMemoryBound(
        to: (product: kernel_matmul_product, cut: MatmulCut).self)
      let piece = work.pointee.cut.piece(index)
      withUnsafePointer(to: work.pointee.product) {
        kernel_matmul_float($0, piece.row, piece.rows, piece.column, piece.columns)
      }
    }
  }
}
