import CKernels

/// A matrix of blocks as its kernel reads it.
final class SparsePanels: Sendable {
  /// The panels of 16 rows, which can be run alone, and on different threads.
  let panels: Int
  // Written once, here.
  nonisolated(unsafe) private let parts: kernel_sparse_panels
  private let memory: SparseMemory

  /// Lays a matrix out.
  ///
  /// - Parameters:
  ///   - matrix: `[rows, columns]`.
  ///   - bias: one element for each row.
  ///   - rectified: whether a ReLU follows.
  ///   - offset: where the element of x lies that a column is multiplied by.
  init(
    _ matrix: BlockSparseMatrix, bias: [Float], rectified: Bool, offset: (Int) -> Int = { $0 }
  ) {
    panels = matrix.panelStarts.count - 1
    let padding = panels * BlockSparseMatrix.blockRows - matrix.rows
    let memory = SparseMemory()
    parts = kernel_sparse_panels(
      values: memory.keep(matrix.values),
      offsets: memory.keep(matrix.columnIndices.map { Int32(offset(Int($0))) }),
      starts: memory.keep(matrix.panelStarts),
      bias: memory.keep(bias + [Float](repeating: 0, count: padding)),
      least: rectified ? 0 : -.infinity, rows: matrix.rows)
    self.memory = memory
  }

  /// Bytes of memory.
  var byteCount: Int { memory.byteCount }

  /// Vectors one after the other: y[i · stride + row] from x[i · stride + offset].
  ///
  /// - Parameter count: how many.
  func multiply(
    _ x: UnsafePointer<Float>, stride: Int, count: Int, into y: UnsafeMutablePointer<Float>,
    stride resultStride: Int, panels: Range<Int>? = nil
  ) {
    let panels = panels ?? 0..<self.panels
    withUnsafePointer(to: parts) {
      kernel_sparse_blocks_float(
        $0, panels.lowerBound, panels.count, x, stride, count, y, resultStride)
    }
  }
}
