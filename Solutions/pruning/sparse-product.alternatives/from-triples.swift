struct CompressedRows: Equatable {
  var columns: Int
  var rowStarts: [Int]
  var columnIndices: [Int]
  var values: [Float]
}

// Lists what is left by its place in the dense matrix, then counts the elements of each row.
func compressed(_ matrix: [Float], rows: Int, columns: Int) -> CompressedRows {
  let left = matrix.indices.filter { matrix[$0] != 0 }
  var counts = [Int](repeating: 0, count: rows)
  for place in left { counts[place / columns] += 1 }
  var starts = [0]
  for count in counts { starts.append(starts[starts.endIndex - 1] + count) }
  return CompressedRows(
    columns: columns, rowStarts: starts, columnIndices: left.map { $0 % columns },
    values: left.map { matrix[$0] })
}

// Goes through the elements once and moves on to the next row when its start is reached.
func product(_ matrix: CompressedRows, _ x: [Float]) -> [Float] {
  var sums = [Float](repeating: 0, count: matrix.rowStarts.count - 1)
  var row = 0
  for (index, value) in matrix.values.enumerated() {
    while index >= matrix.rowStarts[row + 1] { row += 1 }
    sums[row] += value * x[matrix.columnIndices[index]]
  }
  return sums
}

// Walks down from the highest share for as long as it is faster.
func breakEvenShare(_ points: [(zeros: Double, speedup: Double)]) -> Double? {
  var faster: (zeros: Double, speedup: Double)?
  for point in points.reversed() {
    guard point.speedup > 1 else {
      return faster.map { fast in
        let slope = (fast.zeros - point.zeros) / (fast.speedup - point.speedup)
        return fast.zeros - (fast.speedup - 1) * slope
      }
    }
    faster = point
  }
  return faster?.zeros
}
