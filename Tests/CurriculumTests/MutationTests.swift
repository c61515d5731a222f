import Curriculum
import Testing

@Suite struct `A lesson that was changed at random` {
  /// SplitMix64 (Steele, Lea and Flood 2014): the same changes on every machine.
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// Pieces that mean something to one of the parsers.
  private static let pieces = [
    "```", "~~~", "> ", "- ", "1. ", "\t", "|", "|---|", "<!--", "-->", "[", "]", "{", "}", "{{",
    "\"", "'",
    ": ", " #", "&", "*", "---", "\r", "\r\n", "\n", "check=", "é", "e\u{301}", "👩‍👩‍👧", "`", "\\",
    "    ",
    "exercise", "quiz", "swift", "run",
  ].map { Array($0.utf8) }

  private static func changed(_ bytes: [UInt8], with random: inout Random) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let line = Int.random(in: 0..<lines.count, using: &random)
      let other = Int.random(in: 0..<lines.count, using: &random)
      let byte = Int.random(in: 0...lines[line].count, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0 where lines.count > 1: lines.remove(at: line)
      case 1: lines.insert(lines[line], at: other)
      case 2: lines.swapAt(line, other)
      case 3: lines[line].insert(UInt8.random(in: 0...255, using: &random), at: byte)
      case 4: lines[line].removeSubrange(byte...)
      default:
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        lines[line].insert(contentsOf: piece, at: byte)
      }
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  /// The number of characters of each line, as an editor shows them.
  private static func widths(of bytes: [UInt8]) -> [Int] {
    String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      .map(\.count)
  }

  @Test(arguments: 0..<8)
  func `never stops the reader, and every place is in the file`(seed: Int) {
    var random = Random(state: UInt64(seed))
    let original = Array(`A lesson`.text.utf8)
    var found = 0
    for _ in 0..<400 {
      let bytes = Self.changed(original, with: &random)
      let (lesson, problems) = Lesson.read(bytes, file: file)
      let widths = Self.widths(of: bytes)
      for problem in problems {
        found += 1
        let place = problem.position
        #expect(place.file == file)
        guard (1...max(1, widths.count)).contains(place.line), place.column >= 1 else {
          Issue.record("\(problem) is outside the file:\n\(String(decoding: bytes, as: UTF8.self))")
          continue
        }
        if problem.reason != .notUTF8, place.column > widths[place.line - 1] + 1 {
          Issue.record("\(problem) is outside its line")
        }
      }
      #expect(lesson != nil || !problems.isEmpty)
    }
    // Most changes are mistakes; were none found, this test would look at nothing.
    #expect(found > 400)
  }
}
