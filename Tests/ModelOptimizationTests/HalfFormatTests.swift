import ModelOptimization
import Testing

@Suite struct `A float of 16 bits` {
  /// What `Fixtures/make_half.py` got from NumPy and PyTorch.
  struct Digests: Decodable {
    var widened: String
    var dense: String
    var middles: String
    var small: String
  }

  private func digests(_ format: HalfFormat) throws -> Digests {
    try #require(Fixture.table("half.json", as: [String: Digests].self)[format.rawValue])
  }

  static let every = (0...UInt16.max).map(\.self)

  @Test(arguments: HalfFormat.allCases)
  func `is widened as NumPy and PyTorch do, all 65,536 of them`(format: HalfFormat) throws {
    let wide = widen(Self.every, format)
    #expect(
      digest(wide.map { $0.isNaN ? 0 : UInt64($0.bitPattern) }) == (try digests(format)).widened)
    for (bits, float) in zip(Self.every, wide) {
      let expected = HalfReference.widen(bits, from: format)
      #expect(float.bitPattern == expected.bitPattern, "bits \(bits)")
    }
  }

  @Test(arguments: HalfFormat.allCases)
  func `comes back from a float unchanged, NaN made quiet`(format: HalfFormat) {
    let quiet: UInt16 = format == .float16 ? 0x0200 : 0x0040
    let back = narrow(widen(Self.every, format), format)
    for (bits, after) in zip(Self.every, back) {
      let isNaN = HalfReference.widen(bits, from: format).isNaN
      #expect(after == (isNaN ? bits | quiet : bits))
    }
  }

  @Test(arguments: HalfFormat.allCases)
  func `is rounded to as NumPy and PyTorch do, from floats of every size`(
    format: HalfFormat
  ) throws {
    let floats = (0..<1 << 20).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 * 4099)) }
    try check(floats, format, digest: digests(format).dense)
  }

  @Test(arguments: HalfFormat.allCases)
  func `goes to the even neighbour from the middle, and to the nearer beside it`(
    format: HalfFormat
  ) throws {
    let middles = (0..<3).flatMap { step in
      Self.every.map { bits in
        format == .float16
          ? Float(bitPattern: widenedBits(bits) &+ UInt32(0x0fff + step))
          : Float(bitPattern: UInt32(bits) << 16 + UInt32(0x7fff + step))
      }
    }
    try check(middles, format, digest: digests(format).middles)
    let small = [-1, 0, 1].flatMap { step in
      (0..<1024).map { index in
        let middle = Float(2 * index + 1) * 0x1p-25
        return Float(bitPattern: UInt32(Int(middle.bitPattern) + step))
      }
    }
    try check(small, format, digest: digests(format).small)
  }

  @Test func `has the limits of its format`() {
    let pairs: [(Float, UInt16)] = [
      (1, 0x3c00), (-2, 0xc000), (65504, 0x7bff), (65519.996, 0x7bff), (65520, 0x7c00),
      (-65520, 0xfc00), (0x1p-24, 1), (0x1p-25, 0), (0x1.000002p-25, 1), (0x1p-14, 0x0400),
      (-0.0, 0x8000), (.infinity, 0x7c00), (-.infinity, 0xfc00),
      (Float(sign: .plus, exponent: -133, significand: 1.115), 0),
    ]
    for (float, bits) in pairs {
      #expect(narrow([float], .float16) == [bits], "\(float)")
    }
    let large = Float.greatestFiniteMagnitude
    #expect(narrow([large, -large, 1, 0x1p-133], .bfloat16) == [0x7f80, 0xff80, 0x3f80, 1])
  }

  @Test(arguments: HalfFormat.allCases)
  func `keeps NaN a quiet NaN of its sign`(format: HalfFormat) {
    let quiet: UInt16 = format == .float16 ? 0x7e00 : 0x7fc0
    // A payload whose upper bits are zero must not become infinity.
    let signalling = [Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xff80_0001)]
    for count in [1, 16] {
      let floats = (0..<count).flatMap { _ in signalling }
      #expect(narrow(floats, format) == (0..<count).flatMap { _ in [quiet, quiet | 0x8000] })
    }
  }

  @Test(arguments: HalfFormat.allCases, [0, 1, 3, 7, 8, 9, 4095, 4096, 4097, 70_000])
  func `rounds in place, whatever the count`(format: HalfFormat, count: Int) {
    var generator = SplitMix64(seed: 1)
    let floats = (0..<count).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: generator.next() >> 32))
    }
    var rounded = floats
    withThreads(2) {
      rounded.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        format.round(base, into: base, count: count)
      }
    }
    let wrong = zip(floats, rounded).filter { float, rounded in
      let narrow = HalfReference.narrow(float, to: format)
      return rounded.bitPattern != HalfReference.widen(narrow, from: format).bitPattern
    }
    #expect(wrong.isEmpty)
  }

  private func check(_ floats: [Float], _ format: HalfFormat, digest expected: String) throws {
    let bits = narrow(floats, format)
    let shown = zip(floats, bits).map { $0.isNaN ? 0 : UInt64($1) }
    #expect(digest(shown) == expected)
    let wrong = zip(floats, bits).filter { HalfReference.narrow($0, to: format) != $1 }
    #expect(wrong.isEmpty)
  }

  /// The float of an FP16 number, with NaN as NumPy has it; only what is no NaN is compared.
  private func widenedBits(_ bits: UInt16) -> UInt32 {
    HalfReference.widen(bits, from: .float16).bitPattern
  }

  private func digest(_ values: [UInt64]) -> String {
    var sum: UInt64 = 0
    for (index, value) in values.enumerated() {
      sum &+= value &* (UInt64(index) &* 2_654_435_761 &+ 1)
    }
    return String(sum)
  }

  private func widen(_ bits: [UInt16], _ format: HalfFormat) -> [Float] {
    var floats = [Float](repeating: 9, count: bits.count)
    format.widen(bits, into: &floats, count: bits.count)
    return floats
  }

  private func narrow(_ floats: [Float], _ format: HalfFormat) -> [UInt16] {
    var bits = [UInt16](repeating: 9, count: floats.count)
    format.narrow(floats, into: &bits, count: floats.count)
    return bits
  }
}
