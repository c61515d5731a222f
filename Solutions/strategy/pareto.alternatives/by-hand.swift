/// A model by three measures: accuracy the higher the better, the others the lower.
struct Contender: Equatable {
  var accuracy: Double
  var bytes: Int
  var microseconds: Double
}

/// Whether a is nowhere worse than b, and somewhere better.
func beats(_ a: Contender, _ b: Contender) -> Bool {
  let isWorse =
    a.accuracy < b.accuracy || a.bytes > b.bytes || a.microseconds > b.microseconds
  if isWorse { return false }
  return a.accuracy > b.accuracy || a.bytes < b.bytes || a.microseconds < b.microseconds
}

/// The places of those that nobody dominates, in their order.
func front(_ list: [Contender]) -> [Int] {
  var places: [Int] = []
  for place in list.indices where list.allSatisfy({ other in !beats(other, list[place]) }) {
    places.append(place)
  }
  return places
}

/// The same with times that a clock took: two times that differ by at most `noise` of the shorter
/// one count as equal, so that nobody is dropped for the clock's mood.
func noisyFront(_ list: [Contender], noise: Double) -> [Int] {
  list.indices.filter { place in
    let own = list[place]
    return !list.contains { other in
      var heard = other
      let gap = abs(other.microseconds - own.microseconds)
      if gap <= noise * min(other.microseconds, own.microseconds) {
        heard.microseconds = own.microseconds
      }
      return beats(heard, own)
    }
  }
}

/// The place of the fastest that keeps both limits, of equally fast ones the most accurate; nil where
/// none does.
func fastest(_ list: [Contender], leastAccuracy: Double, mostBytes: Int) -> Int? {
  var chosen: Int?
  for (place, own) in list.enumerated() {
    guard own.accuracy >= leastAccuracy, own.bytes <= mostBytes else { continue }
    guard let best = chosen.map({ list[$0] }) else {
      chosen = place
      continue
    }
    let isFaster = own.microseconds < best.microseconds
    let isTied = own.microseconds == best.microseconds
    if isFaster || (isTied && own.accuracy > best.accuracy) { chosen = place }
  }
  return chosen
}
