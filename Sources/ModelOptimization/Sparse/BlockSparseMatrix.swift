/// A matrix of which only those blocks of 16×1 are stored that are not all zero.
///
///     panel p, of the rows 16 p to 16 p + 15, has blocks in the columns
///     columnIndices[panelStarts[p]..<panelStarts[p + 1]], with 16 values each
///
/// A block is one column of 16 neighbouring rows: of a layer's weights, what one input gives to 16
/// outputs. It is read and multiplied as a vector, so that time is saved as soon as blocks are
/// missing; but weights must be pruned in blocks, for of single elements pruned at random hardly
/// 16 neighbours are ever all gone.
///
/// Source for pruning in blocks: Gray, Radford, Kingma, "GPU Kernels for Block-Sparse Weights",
/// 2017.
public struct BlockSparseMatrix: Equatable, Sendable {
  /// The rows of a block.
  public static let blockRows = 16

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Where the blocks of each panel of 16 rows begin, and behind the last one their number.
  public let panelStarts: [Int]
  /// The column of each block; rising within a panel.
  public let columnIndices: [Int32]
  /// 16 elements for each block; those below the last row are zero.
  public let values: [Float]

  /// Stores the blocks that are not all zero.
  ///
  /// - Parameter matrix: shape `[rows, columns]`.
  public init(_ matrix: Tensor) {
    require(
      matrix.shape.count == 2 && matrix.shape[1] <= Int(Int32.max),
      "A sparse matrix is made of a tensor of shape [rows, columns]; it was given \(matrix.shape).")
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var (starts, indices, values): ([Int], [Int32], [Float]) = ([0], [], [])
    for first in stride(from: 0, to: rows, by: Self.blockRows) {
      for column in 0..<columns {
        let block = (first..<first + Self.blockRows).map {
          $0 < rows ? matrix.storage[$0 * columns + column] : 0
        }
        guard block.contains(where: { $0 != 0 }) else { continue }
        indices.append(Int32(column))
        values += block
      }
      starts.append(indices.count)
    }
    (self.rows, self.columns) = (rows, columns)
    (panelStarts, columnIndices, self.values) = (starts, indices, values)
  }

  /// Puts a matrix together from its parts, which may come from a file.
  ///
  /// - Parameters:
  ///   - rows: the number of rows.
  ///   - columns: the number of columns.
  ///   - panelStarts: a start for each 16 rows, and the number of blocks.
  ///   - columnIndices: the column of each block, rising within a panel.
  ///   - values: 16 elements for each block.
  /// - Throws: `SparseMatrixError`; "row" stands for a panel.
  public init(
    rows: Int, columns: Int, panelStarts: [Int], columnIndices: [Int32], values: [Float]
  ) throws {
    let panels = rows / Self.blockRows + (rows % Self.blockRows > 0 ? 1 : 0)
    guard rows >= 0, columns >= 0, columns <= Int(Int32.max), panelStarts.count - 1 == panels else {
      throw SparseMatrixError.shape(rows: rows, columns: columns, rowStarts: panelStarts.count)
    }
    guard values.count % Self.blockRows == 0, values.count / Self.blockRows == columnIndices.count
    else {
      throw SparseMatrixError.elements(columns: columnIndices.count, values: values.count)
    }
    try requireStarts(panelStarts, elements: columnIndices.count)
    for panel in 0..<panels {
      var last = -1
      for index in panelStarts[panel]..<panelStarts[panel + 1] {
        let column = Int(columnIndices[index])
        guard column > last, column < columns else {
          throw SparseMatrixError.column(column, row: panel, columns: columns)
        }
        last = column
      }
    }
    (self.rows, self.columns) = (rows, columns)
    (self.panelStarts, self.columnIndices, self.values) = (panelStarts, columnIndices, values)
  }

  /// The matrix with its zeros, shape `[rows, columns]`.
  public var dense: Tensor {
    var elements = [Float](repeating: 0, count: rows * columns)
    for panel in panelStarts.indices.dropLast() {
      for block in panelStarts[panel]..<panelStarts[panel + 1] {
        for row in 0..<min(Self.blockRows, rows - panel * Self.blockRows) {
          let target = (panel * Self.blockRows + row) * columns + Int(columnIndices[block])
          elements[target] = values[block * Self.blockRows + row]
        }
      }
    }
    return Tensor(elements, shape: [rows, columns])
  }

  /// The share of blocks that are not stored, from 0 to 1; of a matrix without elements 0.
  public var blockSparsity: Double {
    let blocks = (panelStarts.count - 1) * columns
    return blocks == 0 ? 0 : 1 - Double(columnIndices.count) / Double(blocks)
  }

  /// The bytes of the blocks with their columns, and of the panel starts.
  public var byteCount: Int { 4 * values.count + 4 * columnIndices.count + 8 * panelStarts.count }

  /// The product with a dense matrix whose rows are examples: y = x · matrixᵀ.
  ///
  /// - Parameter x: shape `[n, columns]`.
  /// - Returns: shape `[n, rows]`.
  public func timesRows(of x: Tensor) -> Tensor {
    require(
      x.shape.count == 2 && x.shape[1] == columns,
      "A sparse matrix of \(rows)×\(columns) takes rows of \(columns) elements; it was given "
        + "\(x.shape).")
    let packed = SparsePanels(self, bias: [Float](repeating: 0, count: rows), rectified: false)
    return Tensor(shape: [x.rowCount, rows]) { y in
      x.withElements {
        packed.multiply($0, stride: columns, count: x.rowCount, into: y, stride: rows)
      }
    }
  }
}
