/// Why numbers are no sparse matrix.
public enum SparseMatrixError: Error, Equatable {
  /// The numbers of rows, columns and row starts do not fit each other.
  case shape(rows: Int, columns: Int, rowStarts: Int)
  /// There are more columns than values, or fewer.
  case elements(columns: Int, values: Int)
  /// A row starts before the one in front of it, or behind the last element.
  case start(Int, row: Int, elements: Int)
  /// A column is outside the matrix, or not behind the one before it.
  case column(Int, row: Int, columns: Int)
}

extension SparseMatrixError: CustomStringConvertible {
  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .shape(let rows, let columns, let starts):
      "A sparse matrix of \(rows) rows and \(columns) columns has one start for each row and one "
        + "behind the last; there are \(starts). The file is damaged, or not one of sparse rows."
    case .elements(let columns, let values):
      "A sparse matrix has a column for each value; there are \(columns) columns and \(values) "
        + "values. The file is damaged."
    case .start(let start, let row, let elements):
      "Row \(row) of a sparse matrix starts at element \(start) of \(elements); starts begin with "
        + "0, never fall and end with the number of elements. The file is damaged."
    case .column(let column, let row, let columns):
      "Row \(row) of a sparse matrix has an element in column \(column); columns rise within a row "
        + "and stay below \(columns). The file is damaged."
    }
  }
}
