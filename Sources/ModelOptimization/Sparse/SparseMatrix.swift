/// A matrix of which only what is not zero is stored: compressed sparse rows (CSR).
///
///     row r has the elements values[rowStarts[r]..<rowStarts[r + 1]],
///     in the columns columnIndices[rowStarts[r]..<rowStarts[r + 1]]
///
/// An element takes 8 bytes, its column included, where a dense matrix needs 4: memory is saved
/// from a half of zeros on. Time is saved later; `Benchmarks/sparsity` says when.
///
/// Source: Saad, "Iterative Methods for Sparse Linear Systems", 2003, section 3.4.
public struct SparseMatrix: Equatable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Where the elements of each row begin, and behind the last row their number.
  public let rowStarts: [Int]
  /// The column of each element; rising within a row.
  public let columnIndices: [Int32]
  /// The elements, row by row.
  public let values: [Float]

  /// Stores what is not zero.
  ///
  /// - Parameter matrix: shape `[rows, columns]`.
  public init(_ matrix: Tensor) {
    require(
      matrix.shape.count == 2 && matrix.shape[1] <= Int(Int32.max),
      "A sparse matrix is made of a tensor of shape [rows, columns]; it was given \(matrix.shape).")
    (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var (starts, indices, values): ([Int], [Int32], [Float]) = ([0], [], [])
    for row in 0..<matrix.shape[0] {
      for column in 0..<matrix.shape[1] where matrix.storage[row * matrix.shape[1] + column] != 0 {
        indices.append(Int32(column))
        values.append(matrix.storage[row * matrix.shape[1] + column])
      }
      starts.append(values.count)
    }
    (rowStarts, columnIndices, self.values) = (starts, indices, values)
  }

  /// Puts a matrix together from its parts, which may come from a file.
  ///
  /// - Parameters:
  ///   - rows: the number of rows.
  ///   - columns: the number of columns.
  ///   - rowStarts: `rows` + 1 numbers that never fall, from 0 to the number of elements.
  ///   - columnIndices: the column of each element, rising within a row.
  ///   - values: the elements.
  /// - Throws: `SparseMatrixError`.
  public init(
    rows: Int, columns: Int, rowStarts: [Int], columnIndices: [Int32], values: [Float]
  ) throws {
    guard rows >= 0, columns >= 0, columns <= Int(Int32.max), rowStarts.count - 1 == rows else {
      throw SparseMatrixError.shape(rows: rows, columns: columns, rowStarts: rowStarts.count)
    }
    guard columnIndices.count == values.count else {
      throw SparseMatrixError.elements(columns: columnIndices.count, values: values.count)
    }
    try requireStarts(rowStarts, elements: values.count)
    for row in 0..<rows {
      var last = -1
      for index in rowStarts[row]..<rowStarts[row + 1] {
        let column = Int(columnIndices[index])
        guard column > last, column < columns else {
          throw SparseMatrixError.column(column, row: row, columns: columns)
        }
        last = column
      }
    }
    self.rows = rows
    self.columns = columns
    self.rowStarts = rowStarts
    self.columnIndices = columnIndices
    self.values = values
  }

  /// The matrix with its zeros, shape `[rows, columns]`.
  public var dense: Tensor {
    var elements = [Float](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for index in rowStarts[row]..<rowStarts[row + 1] {
        elements[row * columns + Int(columnIndices[index])] = values[index]
      }
    }
    return Tensor(elements, shape: [rows, columns])
  }

  /// The share of elements that are zero, from 0 to 1; of a matrix without elements 0.
  public var sparsity: Double {
    rows * columns == 0 ? 0 : 1 - Double(values.count) / Double(rows * columns)
  }

  /// The bytes of the elements with their columns, and of the row starts.
  public var byteCount: Int { 8 * values.count + 8 * rowStarts.count }

  /// The product with a dense matrix.
  ///
  ///     y[row, i] = Σ over the elements of the row of value · x[column, i]
  ///
  /// - Parameter x: shape `[columns, n]`.
  /// - Returns: shape `[rows, n]`.
  public func times(_ x: Tensor) -> Tensor {
    require(
      x.shape.count == 2 && x.shape[0] == columns,
      "A sparse matrix of \(rows)×\(columns) is multiplied by [\(columns), n]; it was given "
        + "\(x.shape).")
    let n = x.shape[1]
    let packed = SparseSlices(self, bias: [Float](repeating: 0, count: rows), rectified: false)
    return Tensor(shape: [rows, n]) { y in
      x.withElements { packed.multiply($0, columns: n, into: y) }
    }
  }
}

extension SparseMatrix: CustomStringConvertible {
  /// The shape and how much of it is not zero: `SparseMatrix [512, 3136], 160563 elements`.
  public var description: String { "SparseMatrix [\(rows), \(columns)], \(values.count) elements" }
}

/// Ends with an error where starts fall, or lead beyond the elements.
func requireStarts(_ starts: [Int], elements: Int) throws {
  var last = 0
  for (row, start) in starts.enumerated() {
    guard start >= last, start <= elements, row > 0 || start == 0 else {
      throw SparseMatrixError.start(start, row: row, elements: elements)
    }
    last = start
  }
  guard last == elements else {
    throw SparseMatrixError.start(last, row: starts.count - 1, elements: elements)
  }
}
