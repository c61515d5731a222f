import Curriculum
import Terminal
import Testing

@Suite struct `Layout` {
  /// Marks of Chinese that must not begin a line.
  static let closing: Set<Character> = Set("，。、；：？！」』）】》")

  @Test(arguments: Output.allCases)
  func `keeps every line within the width`(output: Output) {
    for seed in 0..<40 {
      var random = SeededGenerator(state: UInt64(seed))
      let document = randomBlocks(depth: 0, &random)
      let width = Int.random(in: 20...130, using: &random)
      let lines = render(
        document, width: width, capabilities: output.capabilities(width: width), cards: sampleCards)
      for line in lines {
        #expect(line.width <= width, "seed \(seed), width \(width): \(line.plainText)")
      }
    }
  }

  @Test func `begins no line with a closing mark and ends none with an opening one`() {
    for seed in 0..<150 {
      var random = SeededGenerator(state: UInt64(seed))
      let text = randomProse(words: 60, &random)
      let width = Int.random(in: 20...100, using: &random)
      let lines = render(
        [paragraph(text)], width: width, capabilities: Output.plain.capabilities(width: width))
      for line in lines {
        let shown = line.plainText
        let first = shown.first.map { Self.closing.contains($0) } ?? false
        #expect(!first, "seed \(seed), width \(width): \(shown)")
        let last = shown.last.map { "「（《".contains($0) } ?? false
        #expect(!last, "seed \(seed), width \(width): \(shown)")
      }
    }
  }

  @Test func `loses no letter of prose`() {
    for seed in 0..<100 {
      var random = SeededGenerator(state: UInt64(seed))
      let text = randomProse(words: 40, &random)
      let width = Int.random(in: 20...100, using: &random)
      let lines = render(
        [paragraph(text)], width: width, capabilities: Output.plain.capabilities(width: width))
      let shown = lines.map(\.plainText).joined().filter { $0 != " " }
      #expect(shown == text.filter { $0 != " " && $0 != "\u{A0}" }, "seed \(seed), width \(width)")
    }
  }

  @Test func `cuts addresses and long words rather than overflow`() {
    let address = "https://example.org/" + String(repeating: "segment/", count: 12) + "?a=1&b=2"
    let lines = render(
      [paragraph("See \(address).")], width: 30, capabilities: Output.plain.capabilities(width: 30))
    #expect(lines.allSatisfy { $0.width <= 30 })
    #expect(lines.map(\.plainText).joined() == "See\(address).")
    // Behind a slash, not inside a segment.
    #expect(lines[1].plainText.hasSuffix("/"))
  }

  @Test func `honours no-break spaces`() {
    let text = "a measurement of exactly 10\u{A0}ms in the mean"
    for width in 20...44 {
      let lines = render(
        [paragraph(text)], width: width, capabilities: Output.plain.capabilities(width: width))
      #expect(lines.contains { $0.plainText.contains("10 ms") }, "width \(width)")
    }
  }

  @Test func `breaks between ideographs, and takes a mark with the one before it`() {
    let lines = render(
      [paragraph("量化把浮點數換成整數，模型更小。")], width: 20,
      capabilities: Output.plain.capabilities(width: 20))
    // Ten ideographs fit; the comma would begin the next line, so the tenth goes with it.
    #expect(lines.map(\.plainText) == ["量化把浮點數換成整", "數，模型更小。"])
  }

  @Test func `joins ideographs over a line end of the source, and words with a space`() {
    let text = block(
      .paragraph([
        .text("量化"), .softBreak, .text("模型"), .softBreak, .text("and"), .softBreak, .text("go"),
      ])
    )
    let lines = render([text], width: 60, capabilities: Output.plain.capabilities(width: 60))
    #expect(lines.map(\.plainText) == ["量化模型 and go"])
  }

  @Test func `puts the quote's margin before each wrapped line`() {
    let quote = block(
      .quote([paragraph(Array(repeating: "word", count: 30).joined(separator: " "))]))
    let lines = render([quote], width: 40, capabilities: Output.plain.capabilities(width: 40))
    #expect(lines.count > 2)
    #expect(lines.allSatisfy { $0.plainText.hasPrefix("> ") })
  }

  @Test func `shows a table as records where columns do not fit`() {
    let table = block(
      .table(
        Table(
          alignments: [.left, .left, .left],
          header: [[.text("Quantity")], [.text("Explanation")], [.text("Measurement")]],
          rows: [[[.text("throughput")], [.text("requests")], [.text("per second")]]])))
    let narrow = render([table], width: 24, capabilities: Output.plain.capabilities(width: 24))
    #expect(
      narrow.map(\.plainText) == [
        "Quantity: throughput", "Explanation: requests", "Measurement: per second",
      ])
    let wide = render([table], width: 60, capabilities: Output.plain.capabilities(width: 60))
    #expect(wide.first?.plainText == "Quantity   | Explanation | Measurement")
  }

  @Test func `marks continued lines of code and drops nothing of them`() {
    let text = "let longName = anotherName(of: someArgument, with: \"a string\")"
    let code = block(.code(Code(language: "swift", isRun: false, text: text + "\n", firstLine: 1)))
    let lines = render([code], width: 30, capabilities: Output.plain.capabilities(width: 30))
      .map(\.plainText)
    #expect(lines.count > 1)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  \\ ") })
    let joined = lines.map { $0.dropFirst($0.hasPrefix("  \\ ") ? 4 : 2) }.joined()
    #expect(joined == text)
  }

  @Test func `names the machine under what was measured on it`() {
    let output = block(
      .code(
        Code(
          language: "output", isRun: false, machine: "A processor, 2 cores", text: "1\n",
          firstLine: 1)))
    let drawn = render([output], width: 80, capabilities: Output.color.capabilities(width: 80))
    #expect(
      drawn.map(\.plainText) == ["    │ 1", "      measured on A processor, 2 cores"])
    #expect(drawn.last?.last == Span("measured on A processor, 2 cores", .dim))
    let narrow = render([output], width: 24, capabilities: Output.plain.capabilities(width: 24))
    #expect(
      narrow.map(\.plainText) == ["Output:", "  1", "  measured on A", "  processor, 2 cores"])
  }

  @Test func `colours keywords, strings, comments and numbers of Swift`() {
    let text = "let a = \"for // x\" + 1.5 // in\nfoo.in(Float)\n"
    let code = block(.code(Code(language: "swift", isRun: false, text: text, firstLine: 1)))
    let lines = render([code], width: 80, capabilities: Output.color.capabilities(width: 80))
    let spans = lines.flatMap { $0 }
    #expect(spans.contains(Span("let", .keyword)))
    #expect(spans.contains(Span("\"for // x\"", .string)))
    #expect(spans.contains(Span("1.5", .number)))
    #expect(spans.contains(Span("// in", .comment)))
    #expect(spans.contains(Span("Float", .type)))
    // After a dot it is a member, not the keyword.
    #expect(spans.count { $0.style == .keyword } == 1)
  }

  @Test func `does not trap at the largest number of an ordered list`() {
    let list = block(
      .list(start: .max, isTight: true, items: [[paragraph("one")], [paragraph("two")]]))
    let lines = render([list], width: 60, capabilities: Output.plain.capabilities(width: 60))
    #expect(lines.first?.plainText == "\(Int.max). one")
  }

  @Test func `survives windows of any size`() {
    for width in 0..<20 {
      let lines = render(
        sampleDocument, width: width, capabilities: Output.color.capabilities(width: width),
        cards: sampleCards)
      #expect(!lines.isEmpty)
    }
  }
}

// MARK: - Random documents

private let latin = [
  "scale", "a", "quantization", "8-bit", "p99", "váhy", "по-малко", "zero-point", "(see", "above)",
  "„malý“", "10\u{A0}ms", "https://example.org/a/very/long/path/to/a/page?with=query",
  "internationalization-and-localization",
]
private let chinese = ["量化", "模型，", "「權重」", "（見上）", "更小。", "精度、", "速度；", "《論文》", "整數"]

private func randomProse(words: Int, _ random: inout SeededGenerator) -> String {
  var text = ""
  for _ in 0..<words {
    if Bool.random(using: &random) {
      text += " " + (latin.randomElement(using: &random) ?? "")
      text += Bool.random(using: &random) ? " " : ""
    } else {
      text += chinese.randomElement(using: &random) ?? ""
    }
  }
  // A sentence begins with a word.
  return "量" + text
}

private func randomInlines(_ random: inout SeededGenerator) -> [Inline] {
  var inlines: [Inline] = []
  for _ in 0..<Int.random(in: 1...4, using: &random) {
    let text = randomProse(words: Int.random(in: 1...10, using: &random), &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: inlines.append(.code(text))
    case 1: inlines.append(.strong([.text(text)]))
    case 2: inlines.append(.emphasis([.text(text)]))
    case 3: inlines.append(.link(destination: "https://example.org/" + text, [.text("link")]))
    case 4: inlines.append(.image(source: "x.png", [.text(text)]))
    case 5: inlines.append(.lineBreak)
    case 6: inlines.append(.softBreak)
    default: inlines.append(.text(text))
    }
  }
  return inlines
}

private func randomBlocks(depth: Int, _ random: inout SeededGenerator) -> [Block] {
  (0..<Int.random(in: 1...4, using: &random)).map { _ in randomBlock(depth: depth, &random) }
}

private func randomBlock(depth: Int, _ random: inout SeededGenerator) -> Block {
  switch Int.random(in: 0..<(depth < 5 ? 10 : 6), using: &random) {
  case 0:
    return block(
      .heading(level: Int.random(in: 1...6, using: &random), randomInlines(&random)))
  case 1:
    let text = randomProse(words: Int.random(in: 0...30, using: &random), &random)
    let language = ["swift", "python", "output", ""].randomElement(using: &random) ?? ""
    return block(
      .code(Code(language: language, isRun: false, text: text + "\n\tx\n", firstLine: 1)))
  case 2:
    let columns = Int.random(in: 1...6, using: &random)
    func row(_ random: inout SeededGenerator) -> [[Inline]] {
      (0..<columns).map { _ in randomInlines(&random) }
    }
    return block(
      .table(
        Table(
          alignments: (0..<columns).map { [.left, .center, .right][$0 % 3] },
          header: row(&random), rows: (0..<3).map { _ in row(&random) })))
  case 3: return block(.exercise("quantization/symmetric-scale"))
  case 4: return block(.quiz(["a"]))
  case 5: return block(.paragraph(randomInlines(&random)))
  case 6, 7: return block(.quote(randomBlocks(depth: depth + 1, &random)))
  default:
    let items = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      randomBlocks(depth: depth + 1, &random)
    }
    let start: Int? = Bool.random(using: &random) ? 98 : nil
    return block(.list(start: start, isTight: Bool.random(using: &random), items: items))
  }
}
