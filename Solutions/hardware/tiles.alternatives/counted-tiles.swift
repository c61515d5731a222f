// Counts the tiles first, rounding up, and makes each from its number. Inside a tile it walks down
// the columns: the tile is small enough for either.
struct Tile {
  var rows: Range<Int>
  var columns: Range<Int>
}

func tiles(rows: Int, columns: Int, side: Int) -> [Tile] {
  let across = (columns + side - 1) / side
  let down = (rows + side - 1) / side
  return (0..<down * across).map { number in
    let (top, left) = (number / across * side, number % across * side)
    return Tile(
      rows: top..<min(rows, top + side), columns: left..<min(columns, left + side))
  }
}

func visitInTiles(
  rows: Int, columns: Int, side: Int, visit: (_ row: Int, _ column: Int) -> Void
) {
  tiles(rows: rows, columns: columns, side: side).forEach { tile in
    tile.columns.forEach { column in tile.rows.forEach { row in visit(row, column) } }
  }
}
