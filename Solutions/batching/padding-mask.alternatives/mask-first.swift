// The mask first; it decides what is copied, and what is added up.
struct PaddedBatch: Equatable {
  var rows: [[Float]]
  var mask: [[Bool]]
}

func padded(_ sequences: [[Float]], with filler: Float) -> PaddedBatch {
  var longest = 0
  for sequence in sequences { longest = max(longest, sequence.count) }
  var batch = PaddedBatch(rows: [], mask: [])
  for sequence in sequences {
    let mask = (0..<longest).map(sequence.indices.contains)
    batch.rows.append(mask.indices.map { mask[$0] ? sequence[$0] : filler })
    batch.mask.append(mask)
  }
  return batch
}

func means(of batch: PaddedBatch) -> [Float] {
  batch.rows.indices.map { row in
    let real = batch.rows[row].indices.filter { batch.mask[row][$0] }
    let sum = real.reduce(Float(0)) { $0 + batch.rows[row][$1] }
    return sum / Float(max(1, real.count))
  }
}
