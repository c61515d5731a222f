/// A small random generator that gives the same numbers for the same seed on every machine.
///
/// `SystemRandomNumberGenerator` cannot be seeded, and an experiment that cannot be repeated
/// cannot be checked. The state is one counter; each step adds a constant to it (2⁶⁴ divided by
/// the golden ratio, made odd) and scrambles a copy.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
/// the constants are those of the public-domain `splitmix64.c` by Sebastiano Vigna. Not for
/// secrets.
public struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
  package private(set) var state: UInt64

  /// Creates a generator; equal seeds give equal numbers.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

// The standard library may change how `Float.random(in:using:)` and `shuffled(using:)` spend
// random bits. A model trained again from its recorded seed must not depend on that.
extension RandomNumberGenerator {
  /// A number in `0..<1`, one of 2²⁴ equally likely ones.
  package mutating func nextUnit() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// The numbers `0..<count` in random order, each order equally likely.
  ///
  /// Source: Fisher and Yates, in the form of Durstenfeld, "Algorithm 235", CACM 7 (1964).
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      // The high half of a 128-bit product scales 64 random bits to 0...last; its bias, below
      // count / 2⁶⁴, is far beneath what any experiment could see.
      let choice = Int(next().multipliedFullWidth(by: UInt64(last + 1)).high)
      order.swapAt(last, choice)
    }
    return order
  }
}
