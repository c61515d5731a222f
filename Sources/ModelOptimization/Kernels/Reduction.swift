import CKernels

/// Sums and largest elements along the rows or the columns of a matrix `[rows, columns]`.
///
/// The additions have one order, whatever the number of threads: a row's sum depends on that row
/// alone, and a column is added up in blocks of `Reduction.block` rows, whose sums are then added
/// from the first to the last. The blocks also keep the rounding errors of long columns small.
package enum Reduction {
  /// Rows whose sum of a column is taken in one go.
  package static let block = 256

  /// sums[row] = Σ of x[row, …].
  package static func rowSums(
    _ x: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      kernel_row_sums_float(x + first * columns, sums + first, count, columns)
    }
  }

  /// maxima[row] = the largest of x[row, …]; NaN if one is NaN.
  package static func rowMaxima(
    _ x: UnsafePointer<Float>, into maxima: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      kernel_row_maxima_float(x + first * columns, maxima + first, count, columns)
    }
  }

  /// The mean of each row, and the mean square of the differences from it.
  package static func rowMoments(
    _ x: UnsafePointer<Float>, means: UnsafeMutablePointer<Float>,
    variances: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    Elementwise.inRows(rows, of: columns) { first, count in
      kernel_row_moments_float(
        x + first * columns, means + first, variances + first, count, columns)
    }
  }

  /// sums[column] = Σ of x[…, column]: the gradient of a bias.
  package static func columnSums(
    _ x: UnsafePointer<Float>, into sums: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    sumBlocks(into: sums, rows: rows, columns: columns) { first, count, sums in
      kernel_column_sums_float(x + first * columns, sums, count, columns)
    }
  }

  /// maxima[column] = the largest of x[…, column]; NaN if one is NaN, -∞ of no rows.
  package static func columnMaxima(
    _ x: UnsafePointer<Float>, into maxima: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    kernel_column_maxima_float(x, maxima, rows, columns)
  }

  /// The mean of each column, and the mean square of the differences from it: the statistics of
  /// a batch norm, where a column is a channel.
  ///
  /// - Parameter rows: at least 1.
  package static func columnMoments(
    _ x: UnsafePointer<Float>, means: UnsafeMutablePointer<Float>,
    variances: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    require(rows >= 1, "The moments of columns are taken over at least 1 row.")
    columnSums(x, into: means, rows: rows, columns: columns)
    for column in 0..<columns { means[column] /= Float(rows) }
    let center = UnsafePointer(means)
    sumBlocks(into: variances, rows: rows, columns: columns) { first, count, sums in
      kernel_column_squares_float(x + first * columns, center, sums, count, columns)
    }
    for column in 0..<columns { variances[column] /= Float(rows) }
  }

  /// sums[column] = Σ of (x[…, column] - means[column]) · z[…, column].
  package static func columnProducts(
    _ x: UnsafePointer<Float>, means: UnsafePointer<Float>, _ z: UnsafePointer<Float>,
    into sums: UnsafeMutablePointer<Float>, rows: Int, columns: Int
  ) {
    sumBlocks(into: sums, rows: rows, columns: columns) { first, count, sums in
      let start = first * columns
      kernel_column_products_float(x + start, means, z + start, sums, count, columns)
    }
  }

  /// Lets `body` write the sums of each block of rows, and adds those up.
  private static func sumBlocks(
    into sums: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
    _ body: (_ first: Int, _ count: Int, _ sums: UnsafeMutablePointer<Float>) -> Void
  ) {
    guard rows > block else { return body(0, rows, sums) }
    let blocks = (rows + block - 1) / block
    withUnsafeTemporaryAllocation(of: Float.self, capacity: blocks * columns) { parts in
      guard let parts = parts.baseAddress else { return }
      func part(_ index: Int) {
        let first = index * block
        body(first, min(block, rows - first), parts + index * columns)
      }
      if rows * columns >= 2 * Elementwise.part {
        ThreadPool.current.parallel(blocks, part)
      } else {
        for index in 0..<blocks { part(index) }
      }
      // Parts can be many themselves: of a million rows there are four thousand.
      columnSums(parts, into: sums, rows: blocks, columns: columns)
    }
  }
}
