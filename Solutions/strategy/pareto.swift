/// A model by three measures: accuracy the higher the better, the others the lower.
struct Contender: Equatable {
  var accuracy: Double
  var bytes: Int
  var microseconds: Double
}

/// Whether a is nowhere worse than b, and somewhere better.
func beats(_ a: Contender, _ b: Contender) -> Bool {
  a.accuracy >= b.accuracy && a.bytes <= b.bytes && a.microseconds <= b.microseconds && a != b
}

/// The places of those that nobody dominates, in their order.
func front(_ list: [Contender]) -> [Int] {
  list.indices.filter { place in
    !list.contains { other in beats(other, list[place]) }
  }
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
  list.indices.filter { place in
    list[place].accuracy >= leastAccuracy && list[place].bytes <= mostBytes
  }.min { one, other in
    (list[one].microseconds, -list[one].accuracy)
      < (list[other].microseconds, -list[other].accuracy)
  }
}
