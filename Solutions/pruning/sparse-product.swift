/// A matrix without its zeros: compressed sparse rows.
struct CompressedRows: Equatable {
  var columns: Int
  /// Where the elements of each row begin in the two lists below, and behind the last row their end.
  var rowStarts: [Int]
  /// The column of each element, row after row.
  var columnIndices: [Int]
  /// The elements that are not zero, row after row.
  var values: [Float]
}

/// Leaves the zeros of a row-major matrix out.
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

/// The product of a compressed matrix and a vector of `columns` elements: one sum for each row.
func product(_ matrix: CompressedRows, _ x: [Float]) -> [Float] {
  (1..<matrix.rowStarts.count).map { next in
    var sum: Float = 0
    for index in matrix.rowStarts[next - 1]..<matrix.rowStarts[next] {
      sum += matrix.values[index] * x[matrix.columnIndices[index]]
    }
    return sum
  }
}

/// The share of zeros from which on the sparse product is faster, and stays faster.
///
/// - Parameter points: the measured speed-ups (2 is twice as fast), by rising share of zeros.
/// - Returns: where the line between the last point that is not faster (1 or below) and the next one
///   passes 1; the first share where all are faster; nil where the last is not faster.
func breakEvenShare(_ points: [(zeros: Double, speedup: Double)]) -> Double? {
  guard let last = points.lastIndex(where: { $0.speedup <= 1 }) else { return points.first?.zeros }
  guard last + 1 < points.count else { return nil }
  let (slow, fast) = (points[last], points[last + 1])
  let share = (1 - slow.speedup) / (fast.speedup - slow.speedup)
  return slow.zeros + share * (fast.zeros - slow.zeros)
}
