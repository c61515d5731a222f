import Curriculum
import Foundation
import Terminal

/// A place, where the place does not matter.
let here = SourcePosition(file: "Lessons/01.md", line: 1)

func block(_ kind: Block.Kind) -> Block { Block(kind, at: here) }
func paragraph(_ text: String) -> Block { block(.paragraph([.text(text)])) }

/// A generator of numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// What the outputs of the golden files can show.
enum Output: String, CaseIterable {
  case color
  case noColor
  case plain
  case ascii

  func capabilities(width: Int) -> Capabilities {
    switch self {
    case .color:
      Capabilities(
        width: width, color: true, isTerminal: true, canMoveCursor: true, plain: false)
    case .noColor:
      Capabilities(width: width, isTerminal: true, canMoveCursor: true, plain: false)
    case .plain:
      Capabilities(width: width, plain: true)
    case .ascii:
      Capabilities(
        width: width, unicode: false, isTerminal: true, canMoveCursor: true, plain: false)
    }
  }
}

/// A file beside the tests.
func testFile(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: path)
}

/// A console that answers from a list and keeps what was written.
final class ScriptedConsole: Console {
  let readsKeys: Bool
  let echoesInput: Bool
  private var lines: [String]
  private var keys: [Key]
  var written = ""
  var drops = 0

  init(lines: [String] = [], keys: [Key]? = nil, echoesInput: Bool = true) {
    self.lines = lines
    self.keys = keys ?? []
    readsKeys = keys != nil
    self.echoesInput = echoesInput && keys == nil
  }

  func readLine() throws -> String? { lines.isEmpty ? nil : lines.removeFirst() }
  func readKey() throws -> Key? { keys.isEmpty ? nil : keys.removeFirst() }
  func write(_ text: String) throws { written += text }
  func dropTypedInput() { drops += 1 }
}
