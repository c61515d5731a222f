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
  let longest = sequences.map(\.count).max() ?? 0
  return PaddedBatch(
    rows: sequences.map { sequence in
      sequence + [Float](repeating: filler, count: longest - sequence.count)
    },
    mask: sequences.map { sequence in (0..<longest).map { $0 < sequence.count } })
}

/// The mean of each row's real numbers.
///
/// - Parameter batch: rows and their mask; what stands where the mask is false may be any number.
/// - Returns: a mean for each row, 0 for a row without a real number.
func means(of batch: PaddedBatch) -> [Float] {
  zip(batch.rows, batch.mask).map { row, mask in
    var (sum, count): (Float, Float) = (0, 0)
    for (number, isReal) in zip(row, mask) where isReal {
      sum += number
      count += 1
    }
    return count == 0 ? 0 : sum / count
  }
}
