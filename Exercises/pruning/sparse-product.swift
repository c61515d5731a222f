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
  // TODO: go through the rows, note what is not zero with its column, and where each row ends.
  return CompressedRows(columns: columns, rowStarts: [0], columnIndices: [], values: [])
}

/// The product of a compressed matrix and a vector of `columns` elements: one sum for each row.
func product(_ matrix: CompressedRows, _ x: [Float]) -> [Float] {
  // TODO: a loop over the rows, and inside over the elements of that row alone.
  return []
}

/// The share of zeros from which on the sparse product is faster, and stays faster.
///
/// - Parameter points: the measured speed-ups (2 is twice as fast), by rising share of zeros.
/// - Returns: where the line between the last point that is not faster (1 or below) and the next one
///   passes 1; the first share where all are faster; nil where the last is not faster.
func breakEvenShare(_ points: [(zeros: Double, speedup: Double)]) -> Double? {
  // TODO: find the last point that does not win.
  return nil
}
