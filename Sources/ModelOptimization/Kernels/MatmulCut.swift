/// How a product is cut into pieces of equal size for threads.
///
/// The cut depends on the shape and on whether threads are awake. The kernels sum each element in the same order in any
/// piece, so it changes no result.
struct MatmulCut {
  let rows: Int
  let columns: Int
  let rowStep: Int
  let columnStep: Int
  let rowPieces: Int
  let columnPieces: Int

  var pieces: Int { rowPieces * columnPieces }

  /// Multiply-adds beneath which a piece saves less than it costs: about 25 microseconds of them
  /// where threads must be woken, 6 where they are looking for work.
  private static let smallest = 1 << 20
  private static let smallestAwake = 1 << 18
  /// As many pieces let threads that are interrupted be helped by the others; more of them read
  /// the operands more often.
  private static let enough = 16
  /// A piece so long holds up the end of the loop when one thread has nothing left.
  private static let largest = 1 << 26
  /// Rows and columns of a piece are multiples of these, so that it ends with whole tiles.
  private static let rowUnit = 12
  private static let columnUnit = 32
  /// So few rows are bound by memory, which delivers long pieces of a row faster.
  private static let fewRows = 4
  private static let columnUnitOfFewRows = 512

  init(rows: Int, inner: Int, columns: Int, for pool: ThreadPool) {
    let smallest = pool.isAwake ? MatmulCut.smallestAwake : MatmulCut.smallest
    self.rows = rows
    self.columns = columns
    // Few rows are bound by reading the right matrix: the time of about four rows each.
    let perColumn = max(rows, 4).multipliedReportingOverflow(by: max(inner, 1))
    let work = Double(perColumn.partialValue) * Double(columns)
    let columnUnit =
      rows < MatmulCut.fewRows ? MatmulCut.columnUnitOfFewRows : MatmulCut.columnUnit
    var (rowStep, columnStep) = (max(rows, 1), max(columns, 1))
    var (piece, pieces) = (work, 1)
    while piece >= 2 * Double(smallest),
      pieces < MatmulCut.enough || piece > Double(MatmulCut.largest)
    {
      let (halfRows, halfColumns) = (
        MatmulCut.half(rowStep, unit: MatmulCut.rowUnit),
        MatmulCut.half(columnStep, unit: columnUnit)
      )
      if halfColumns < columnStep, columnStep >= rowStep || halfRows == rowStep {
        columnStep = halfColumns
      } else if halfRows < rowStep {
        rowStep = halfRows
      } else {
        break
      }
      piece /= 2
      pieces *= 2
    }
    self.rowStep = rowStep
    self.columnStep = columnStep
    rowPieces = (rows + rowStep - 1) / rowStep
    columnPieces = (columns + columnStep - 1) / columnStep
  }

  /// Half a step in whole units; the step itself when it has no more than one.
  private static func half(_ step: Int, unit: Int) -> Int {
    min(step, max(unit, (step / 2 + unit - 1) / unit * unit))
  }

  /// The rows and columns of a piece.
  func piece(_ index: Int) -> (row: Int, rows: Int, column: Int, columns: Int) {
    let row = index / columnPieces * rowStep
    let column = index % columnPieces * columnStep
    return (row, min(rowStep, rows - row), column, min(columnStep, columns - column))
  }
}
