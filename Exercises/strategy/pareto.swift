/// A model by three measures: accuracy the higher the better, the others the lower.
struct Contender: Equatable {
  var accuracy: Double
  var bytes: Int
  var microseconds: Double
}

/// Whether a is nowhere worse than b, and somewhere better.
func beats(_ a: Contender, _ b: Contender) -> Bool {
  // TODO
  true
}

/// The places of those that nobody dominates, in their order.
func front(_ list: [Contender]) -> [Int] {
  // TODO
  []
}

/// The same with times that a clock took: two times that differ by at most `noise` of the shorter
/// one count as equal, so that nobody is dropped for the clock's mood.
func noisyFront(_ list: [Contender], noise: Double) -> [Int] {
  // TODO
  []
}

/// The place of the fastest that keeps both limits, of equally fast ones the most accurate; nil where
/// none does.
func fastest(_ list: [Contender], leastAccuracy: Double, mostBytes: Int) -> Int? {
  // TODO
  nil
}
