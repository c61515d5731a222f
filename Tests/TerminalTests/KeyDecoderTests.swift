import Terminal
import Testing

@Suite struct `A key decoder` {
  static func keys(_ bytes: [UInt8], flush: Bool = true) -> [Key] {
    var decoder = KeyDecoder()
    var keys = bytes.flatMap { decoder.feed($0) }
    if flush { keys += decoder.flush() }
    return keys
  }

  @Test(arguments: [
    ("a", [Key.character("a")]),
    ("\r\n\t\u{7F}\u{8}", [.enter, .enter, .tab, .backspace, .backspace]),
    ("č量🙂", [.character("č"), .character("量"), .character("🙂")]),
    ("\u{1B}[A\u{1B}[B\u{1B}OC\u{1B}[D", [.up, .down, .right, .left]),
    (
      "\u{1B}[5~\u{1B}[6~\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}OH",
      [
        .pageUp, .pageDown, .home, .end, .home, .end, .home,
      ]
    ),
    ("\u{1B}[3~\u{1B}[1;5A", [.delete, .up]),
    ("\u{1B}", [.escape]),
    ("\u{1B}\u{1B}[A", [.escape, .up]),
    ("\u{4}", [.control("d")]),
    ("\u{1B}x", [.unknown]),
    ("\u{1B}[200~a\u{1B}[A\nb\u{1B}[201~c", [.paste("a\u{1B}[A\nb"), .character("c")]),
    ("\u{1B}[", [.unknown]),
  ])
  func `reads bytes one by one`(text: String, expected: [Key]) {
    #expect(Self.keys(Array(text.utf8)) == expected)
  }

  @Test func `waits for the rest of a key and is told when none comes`() {
    var decoder = KeyDecoder()
    #expect(decoder.feed(0x1B).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
    #expect(!decoder.isWaiting)
    #expect(decoder.feed(0xE9).isEmpty)
    #expect(decoder.isWaiting)
  }

  @Test func `passes over broken UTF-8 and keeps what follows`() {
    #expect(Self.keys([0xC3, 0x61]) == [.unknown, .character("a")])
    #expect(Self.keys([0xFF, 0x61]) == [.unknown, .character("a")])
    // A surrogate and an overlong form are no characters.
    #expect(Self.keys([0xED, 0xA0, 0x80]) == [.unknown])
    #expect(Self.keys([0xE0, 0x80, 0x80]) == [.unknown])
  }

  @Test func `never traps, whatever comes`() {
    for seed in 0..<200 {
      var random = SeededGenerator(state: UInt64(seed))
      var decoder = KeyDecoder()
      var count = 0
      for _ in 0..<500 {
        let byte: UInt8 =
          Bool.random(using: &random)
          ? .random(in: 0...255, using: &random)
          : [0x1B, 0x5B, 0x4F, 0x7E, 0x32, 0x30, 0x3B].randomElement(using: &random) ?? 0
        count += decoder.feed(byte).count
      }
      count += decoder.flush().count
      #expect(count > 0)
    }
  }

  @Test func `keeps the end of a paste without end`() {
    var decoder = KeyDecoder()
    for byte in "\u{1B}[200~".utf8 { #expect(decoder.feed(byte).isEmpty) }
    for _ in 0..<70_000 { _ = decoder.feed(0x61) }
    var keys: [Key] = []
    for byte in "\u{1B}[201~b".utf8 { keys += decoder.feed(byte) }
    #expect(keys.count == 2)
    #expect(keys.last == .character("b"))
  }
}
