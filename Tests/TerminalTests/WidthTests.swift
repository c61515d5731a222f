import Foundation
import Terminal
import Testing

@Suite struct `The width of text` {
  /// The sample and its source are those of Scripts/generate-wide-ranges.py.
  @Test func `is what Unicode's table says`() throws {
    let sample = try String(contentsOf: testFile("Fixtures/widths.tsv"), encoding: .utf8)
    var count = 0
    for line in sample.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t")
      let value = try #require(UInt32(fields[0], radix: 16))
      let scalar = try #require(Unicode.Scalar(value))
      // Emoji that terminals draw wide are not all in the table of East Asian width.
      let expected = scalar.properties.isEmojiPresentation ? 2 : try #require(Int(fields[1]))
      #expect(Character(scalar).columns == expected, "U+\(fields[0])")
      count += 1
    }
    #expect(count > 1000)
  }

  @Test(arguments: [
    ("int8", 4), ("Příliš", 6), ("Pr\u{30C}i\u{301}lis\u{30C}", 6), ("Квантуване", 10),
    ("量化", 4), ("「量」", 6), ("👩‍💻", 2), ("🇨🇿", 2), ("\u{200B}", 0), ("…—·", 3), ("ｱ", 1), ("Ａ", 2),
  ])
  func `counts what a terminal shows`(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test func `never grows when text is cut`() {
    for limit in 0...12 {
      #expect("量化 quantization".truncated(toColumns: limit).columns <= limit)
    }
    #expect("量化 quantization".truncated(toColumns: 6) == "量化 …")
    #expect("量化".truncated(toColumns: 4) == "量化")
    #expect("量".padded(toColumns: 4) == "量  ")
  }
}
