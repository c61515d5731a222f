#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lower triangle L of a symmetric positive definite matrix A, with A = L·Lᵀ.
///
/// Solving with it takes half the work of Gaussian elimination, needs no pivots, and tells by the
/// way the determinant, and whether A is positive definite at all.
struct CholeskyFactor {
  /// The rows of L; row `i` has `i + 1` elements.
  let rows: [[Double]]

  /// Decomposes a matrix.
  ///
  /// - Parameter matrix: its rows; only the lower triangle is read.
  /// - Returns: nil where the matrix is not positive definite in the arithmetic of a Double.
  init?(_ matrix: [[Double]]) {
    var rows: [[Double]] = []
    rows.reserveCapacity(matrix.count)
    for row in matrix.indices {
      var current = Array(matrix[row][...row])
      for column in 0..<row {
        current[column] =
          (current[column] - dot(current, rows[column], count: column)) / rows[column][column]
      }
      let square = current[row] - dot(current, current, count: row)
      guard square > 0, square.isFinite else { return nil }
      current[row] = square.squareRoot()
      rows.append(current)
    }
    self.rows = rows
  }

  /// The solution x of L·x = b.
  func solveLower(_ b: [Double]) -> [Double] {
    var x = b
    for row in rows.indices {
      x[row] = (x[row] - dot(rows[row], x, count: row)) / rows[row][row]
    }
    return x
  }

  /// The solution x of A·x = b.
  func solve(_ b: [Double]) -> [Double] {
    var x = solveLower(b)
    for row in rows.indices.reversed() {
      x[row] /= rows[row][row]
      for column in 0..<row { x[column] -= rows[row][column] * x[row] }
    }
    return x
  }

  /// The logarithm of the determinant of A.
  var logDeterminant: Double {
    rows.reduce(0) { $0 + 2 * log($1[$1.count - 1]) }
  }
}

/// The sum of the products of the first elements of two lists.
private func dot(_ a: [Double], _ b: [Double], count: Int) -> Double {
  var sum = 0.0
  for index in 0..<count { sum += a[index] * b[index] }
  return sum
}
