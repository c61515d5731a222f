struct PaddedBatch: Equatable {
  var rows: [[Float]]
  var mask: [[Bool]]
}

func padded(_ sequences: [[Float]], with filler: Float) -> PaddedBatch {
  let longest = sequences.map(\.count).max() ?? 0
  return PaddedBatch(
    rows: sequences.map { sequence in
      [Float](repeating: filler, count: longest - sequence.count) + sequence
    },
    mask: sequences.map { sequence in (0..<longest).map { $0 < sequence.count } })
}

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
