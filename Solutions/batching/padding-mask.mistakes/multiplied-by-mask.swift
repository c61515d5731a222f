struct PaddedBatch: Equatable {
  var rows: [[Float]]
  var mask: [[Bool]]
}

func padded(_ sequences: [[Float]], with filler: Float) -> PaddedBatch {
  let longest = sequences.map(\.count).max() ?? 0
  return PaddedBatch(
    rows: sequences.map { sequence in
      sequence + [Float](repeating: filler, count: longest - sequence.count)
    },
    mask: sequences.map { sequence in (0..<longest).map { $0 < sequence.count } })
}

func means(of batch: PaddedBatch) -> [Float] {
  zip(batch.rows, batch.mask).map { row, mask in
    let count = Float(mask.count { $0 })
    let sum = zip(row, mask).reduce(0) { $0 + $1.0 * ($1.1 ? 1 : 0) }
    return count == 0 ? 0 : sum / count
  }
}
