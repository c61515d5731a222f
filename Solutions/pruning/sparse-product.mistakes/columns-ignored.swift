struct CompressedRows: Equatable {
  var columns: Int
  var rowStarts: [Int]
  var columnIndices: [Int]
  var values: [Float]
}

func compressed(_ matrix: [Float], rows: Int, columns: Int) -> CompressedRows {
  var result = CompressedRows(columns: columns, rowStarts: [0], columnIndices: [], values: [])
  for row in 0..<rows {
    for column in 0..<columns where matrix[row * columns + column] != 0 {
      result.columnIndices.append(column)
      result.values.append(matrix[row * columns + column])
    }
    result.rowStarts.append(result.values.count)
  }
  return result
}

func product(_ matrix: CompressedRows, _ x: [Float]) -> [Float] {
  (1..<matrix.rowStarts.count).map { next in
    var sum: Float = 0
    for index in matrix.rowStarts[next - 1]..<matrix.rowStarts[next] {
      sum += matrix.values[index] * x[index - matrix.rowStarts[next - 1]]
    }
    return sum
  }
}

func breakEvenShare(_ points: [(zeros: Double, speedup: Double)]) -> Double? {
  guard let last = points.lastIndex(where: { $0.speedup <= 1 }) else { return points.first?.zeros }
  guard last + 1 < points.count else { return nil }
  let (slow, fast) = (points[last], points[last + 1])
  let share = (1 - slow.speedup) / (fast.speedup - slow.speedup)
  return slow.zeros + share * (fast.zeros - slow.zeros)
}
