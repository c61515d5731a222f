/// A matrix in memory that a product reads: where it begins and how far apart its elements are.
///
/// Element `[row, column]` is `base[row * rowStride + column * columnStride]`.
package struct MatmulOperand {
  package let base: UnsafePointer<Float>
  package let rows: Int
  package let columns: Int
  package let rowStride: Int
  package let columnStride: Int

  /// A row-major matrix.
  ///
  /// - Parameters:
  ///   - base: element `[0, 0]`.
  ///   - rows: how many rows it has.
  ///   - columns: how many elements a row has.
  ///   - rowStride: from one row to the next, in elements; the number of columns where it is nil.
  package init(
    _ base: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int? = nil
  ) {
    self.init(
      base: base, rows: rows, columns: columns, rowStride: rowStride ?? columns, columnStride: 1)
  }

  private init(
    base: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int
  ) {
    require(
      rows >= 0 && columns >= 0,
      "A matrix has no negative number of rows or columns; [\(rows), \(columns)] were given.")
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// The same memory with rows and columns in each other's place; nothing moves.
  package var transposed: MatmulOperand {
    MatmulOperand(
      base: base, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }
}
