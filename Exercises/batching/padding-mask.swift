/// Sequences of different lengths, made equally long.
struct PaddedBatch: Equatable {
  /// The sequences, each filled up to the longest.
  var rows: [[Float]]
  /// For each number of `rows`: whether it is real, and not filling.
  var mask: [[Bool]]
}

/// Fills sequences up to the length of the longest.
///
/// - Parameters:
///   - sequences: some numbers each; a sequence may be empty, and there may be none at all.
///   - filler: what stands behind the end of a sequence.
/// - Returns: rows of one length, and what in them is real.
func padded(_ sequences: [[Float]], with filler: Float) -> PaddedBatch {
  // TODO: find the longest, fill the others up, and say in the mask what is real.
  return PaddedBatch(rows: [], mask: [])
}

/// The mean of each row's real numbers.
///
/// - Parameter batch: rows and their mask; what stands where the mask is false may be any number.
/// - Returns: a mean for each row, 0 for a row without a real number.
func means(of batch: PaddedBatch) -> [Float] {
  // TODO: this takes the filling for real numbers.
  return batch.rows.map { row in
    row.reduce(0, +) / Float(row.count)
  }
}
