/// A piece of a matrix.
struct Tile {
  /// Its rows.
  var rows: Range<Int>
  /// Its columns.
  var columns: Range<Int>
}

/// Cuts a matrix into square tiles; at the right and lower edge they are smaller where the side
/// does not divide.
///
/// - Parameters:
///   - rows: the rows of the matrix.
///   - columns: the columns of the matrix.
///   - side: the rows and columns of a whole tile; at least 1.
/// - Returns: the tiles row by row, each row of them from left to right.
func tiles(rows: Int, columns: Int, side: Int) -> [Tile] {
  var tiles: [Tile] = []
  for top in stride(from: 0, to: rows, by: side) {
    for left in stride(from: 0, to: columns, by: side) {
      tiles.append(
        Tile(rows: top..<min(top + side, rows), columns: left..<min(left + side, columns)))
    }
  }
  return tiles
}

/// Visits every place of a matrix once, tile by tile.
///
/// - Parameters:
///   - rows: the rows of the matrix.
///   - columns: the columns of the matrix.
///   - side: the rows and columns of a tile; at least 1.
///   - visit: is given the row and the column of each place.
func visitInTiles(
  rows: Int, columns: Int, side: Int, visit: (_ row: Int, _ column: Int) -> Void
) {
  for tile in tiles(rows: rows, columns: columns, side: side) {
    for row in tile.rows {
      for column in tile.columns {
        visit(row, column)
      }
    }
  }
}
