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
  return lengths.map { length in
    // The place that is free first; the others are still at work then.
    freeFrom.sort()
    freeFrom[0] += length
    return freeFrom[0]
  }
}

func utilization(lengths: [Int], places: Int, answered: [Int]) -> Double {
  let steps = answered.last ?? 0
  return Double(lengths.reduce(0, +)) / Double(places * steps)
}
