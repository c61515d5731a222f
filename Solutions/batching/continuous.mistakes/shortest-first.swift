func staticSteps(lengths: [Int], places: Int) -> [Int] {
  var answered: [Int] = []
  var now = 0
  while answered.count < lengths.count {
    let batch = lengths[answered.count...].prefix(places)
    now += batch.max() ?? 0
    answered += batch.map { _ in now }
  }
  return answered
}

func continuousSteps(lengths: [Int], places: Int) -> [Int] {
  var freeFrom = [Int](repeating: 0, count: places)
  var answered = [Int](repeating: 0, count: lengths.count)
  let rest = lengths.indices.dropFirst(places).sorted { lengths[$0] < lengths[$1] }
  for sequence in lengths.indices.prefix(places) + rest {
    freeFrom.sort()
    freeFrom[0] += lengths[sequence]
    answered[sequence] = freeFrom[0]
  }
  return answered
}

func utilization(lengths: [Int], places: Int, answered: [Int]) -> Double {
  let steps = answered.max() ?? 0
  return Double(lengths.reduce(0, +)) / Double(places * steps)
}
