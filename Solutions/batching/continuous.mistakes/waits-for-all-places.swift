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
  var answered: [Int] = []
  var now = 0
  while answered.count < lengths.count {
    let batch = lengths[answered.count...].prefix(places)
    answered += batch.map { length in now + length }
    now += batch.max() ?? 0
  }
  return answered
}

func utilization(lengths: [Int], places: Int, answered: [Int]) -> Double {
  let steps = answered.max() ?? 0
  return Double(lengths.reduce(0, +)) / Double(places * steps)
}
