/// A keyed hash, SipHash-2-4, that signs the records of a run.
///
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012. This file is compiled
/// into both sides of the channel, the learner's program and the grader, so that they agree.
package struct SipHash: Sendable {
  private let firstKey: UInt64
  private let secondKey: UInt64

  /// Takes the 16 bytes of the key; shorter keys are filled with zeros.
  package init(key: [UInt8]) {
    firstKey = SipHash.word(of: key, at: 0)
    secondKey = SipHash.word(of: key, at: 8)
  }

  /// The 64-bit hash of `message` under this key.
  package func hash(_ message: some Sequence<UInt8>) -> UInt64 {
    let bytes = Array(message)
    var state = State(firstKey, secondKey)
    var position = 0
    while position + 8 <= bytes.count {
      state.absorb(SipHash.word(of: bytes, at: position))
      position += 8
    }
    let tail = SipHash.word(of: bytes, at: position)
    state.absorb(tail | UInt64(truncatingIfNeeded: bytes.count) << 56)
    return state.finish()
  }

  /// Up to eight bytes from `position` on, the lowest first.
  private static func word(of bytes: [UInt8], at position: Int) -> UInt64 {
    var word: UInt64 = 0
    var shift: UInt64 = 0
    var index = position
    while index < bytes.count, shift < 64 {
      word |= UInt64(bytes[index]) << shift
      index += 1
      shift += 8
    }
    return word
  }

  /// The four words that the rounds mix, named as in the paper.
  private struct State {
    var v0, v1, v2, v3: UInt64

    init(_ firstKey: UInt64, _ secondKey: UInt64) {
      v0 = firstKey ^ 0x736f_6d65_7073_6575
      v1 = secondKey ^ 0x646f_7261_6e64_6f6d
      v2 = firstKey ^ 0x6c79_6765_6e65_7261
      v3 = secondKey ^ 0x7465_6462_7974_6573
    }

    mutating func absorb(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finish() -> UInt64 {
      v2 ^= 0xff
      for _ in 0..<4 { round() }
      return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
      v0 &+= v1
      v1 = rotate(v1, 13) ^ v0
      v0 = rotate(v0, 32)
      v2 &+= v3
      v3 = rotate(v3, 16) ^ v2
      v0 &+= v3
      v3 = rotate(v3, 21) ^ v0
      v2 &+= v1
      v1 = rotate(v1, 17) ^ v2
      v2 = rotate(v2, 32)
    }

    private func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
      word << bits | word >> (64 - bits)
    }
  }
}
