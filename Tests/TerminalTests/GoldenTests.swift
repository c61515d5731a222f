import Curriculum
import Foundation
import Terminal
import Testing

@Suite struct `A rendered document` {
  /// `PARE_UPDATE_GOLDEN=1 swift test` writes the files anew; look at the difference before
  /// committing it.
  @Test(arguments: Output.allCases, [20, 40, 80, 120])
  func `is what its golden file says`(output: Output, width: Int) throws {
    let capabilities = output.capabilities(width: width)
    let text = render(
      sampleDocument, width: width, capabilities: capabilities, cards: sampleCards
    ).rendered(color: capabilities.color)
    let file = testFile("Golden/document-\(output.rawValue)-\(width).txt")
    if ProcessInfo.processInfo.environment["PARE_UPDATE_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden)
  }

  @Test(arguments: [Output.noColor, .plain, .ascii], [20, 40, 80, 120])
  func `has no escape byte without colour`(output: Output, width: Int) {
    let capabilities = output.capabilities(width: width)
    let text = render(
      sampleDocument, width: width, capabilities: capabilities, cards: sampleCards
    ).rendered(color: capabilities.color)
    #expect(!text.utf8.contains(0x1B))
  }

  @Test(arguments: [Output.plain, .ascii], [20, 40, 80, 120])
  func `draws no boxes for programs and other locales`(output: Output, width: Int) {
    let lines = render(
      sampleDocument, width: width, capabilities: output.capabilities(width: width),
      cards: sampleCards)
    let boxes = lines.plainScalars.filter { (0x2500...0x259F).contains($0.value) }
    #expect(boxes.isEmpty)
  }

  @Test func `is text and escape sequences of colour alone, even from hostile input`() {
    let hostile = [
      paragraph("a\u{1B}[2Jb\u{7}c\u{9B}d\u{202E}e"),
      block(.code(.init(language: "swift", isRun: false, text: "\u{1B}]0;x\u{7}\n", firstLine: 1))),
      block(.heading(level: 1, [.code("\u{1B}c")])),
    ]
    let text = render(hostile, width: 80, capabilities: Output.noColor.capabilities(width: 80))
      .rendered(color: false)
    #expect(
      !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    #expect(text.contains("a[2Jbcde"))
  }

  @Test func `caps prose at 88 columns`() {
    let prose = paragraph(Array(repeating: "word", count: 100).joined(separator: " "))
    let lines = render([prose], width: 200, capabilities: Output.plain.capabilities(width: 200))
    // 17 words of 4 letters and 16 spaces are 84 columns; one more would be 89.
    #expect(lines.map(\.width).max() == 84)
  }
}

extension [Line] {
  fileprivate var plainScalars: [Unicode.Scalar] {
    flatMap { [Unicode.Scalar]($0.plainText.unicodeScalars) }
  }
}
