struct Tile {
  var rows: Range<Int>
  var columns: Range<Int>
}

func tiles(rows: Int, columns: Int, side: Int) -> [Tile] {
  var tiles: [Tile] = []
  for top in stride(from: 0, to: rows, by: side) {
    for left in stride(from: 0, to: columns, by: side) {
      tiles.append(Tile(rows: top..<top + side, columns: left..<left + side))
    }
  }
  return tiles
}

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
