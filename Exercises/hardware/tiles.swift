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
  // TODO: one tile for each place where a tile begins.
  return []
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
  // TODO: finish one tile before the next. This walks whole rows.
  for row in 0..<rows {
    for column in 0..<columns {
      visit(row, column)
    }
  }
}
