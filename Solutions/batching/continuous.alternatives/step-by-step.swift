// Plays every step: who is at work, who ends, who gets on.
func staticSteps(lengths: [Int], places: Int) -> [Int] {
  play(lengths, places, joins: { atWork in atWork == 0 }, leavesTogether: true)
}

func continuousSteps(lengths: [Int], places: Int) -> [Int] {
  play(lengths, places, joins: { _ in true }, leavesTogether: false)
}

private func play(
  _ lengths: [Int], _ places: Int, joins: (Int) -> Bool, leavesTogether: Bool
) -> [Int] {
  var answered = [Int](repeating: 0, count: lengths.count)
  var left = lengths
  var batch: [Int] = []
  var (next, step) = (0, 0)
  while next < lengths.count || !batch.isEmpty {
    if joins(batch.count) {
      while batch.count < places, next < lengths.count {
        batch.append(next)
        next += 1
      }
    }
    step += 1
    for sequence in batch { left[sequence] -= 1 }
    let ended = batch.filter { left[$0] <= 0 }
    if leavesTogether && ended.count < batch.count { continue }
    for sequence in ended { answered[sequence] = step }
    batch.removeAll { left[$0] <= 0 }
  }
  return answered
}

func utilization(lengths: [Int], places: Int, answered: [Int]) -> Double {
  var work = 0.0
  for length in lengths { work += Double(length) }
  return work / Double(places) / Double(answered.max() ?? 1)
}
