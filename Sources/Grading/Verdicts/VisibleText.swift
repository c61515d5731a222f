/// Makes what a program printed safe to show: a terminal obeys control characters, and a
/// learner's program must not move the cursor of the report.
enum VisibleText {
  /// The text, and whether more was printed than it holds.
  static func of(_ captured: ChildProcess.Captured) -> (text: String, isCut: Bool) {
    (of(captured.text), captured.isCut)
  }

  /// The text with control characters as pictures or numbers.
  static func of(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0a, 0x09: shown.unicodeScalars.append(scalar)
      // The pictures of control characters stand in the same order, from U+2400 on.
      case 0..<0x20: shown.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
      case 0x7f: shown += "␡"
      case 0x80..<0xa0: shown += "\\u{\(String(scalar.value, radix: 16))}"
      // Marks that turn the direction of the text, which can make a line read as another.
      case 0x202a...0x202e, 0x2066...0x2069: shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
