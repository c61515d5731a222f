extension SourceText {
  /// Where a text stands in the file as it was written, at or after a place; nil where it does not
  /// stand in one line.
  ///
  /// - Parameter wholeWord: Whether letters and digits beside it rule a place out.
  func place(
    of text: String, from start: SourcePosition, wholeWord: Bool = false
  ) -> SourcePosition? {
    guard !text.isEmpty else { return nil }
    for number in max(1, start.line)...max(1, lines.count, start.line) {
      guard lines.indices.contains(number - 1) else { return nil }
      let line = lines[number - 1]
      guard let index = Self.index(of: text, in: line, wholeWord: wholeWord) else { continue }
      return SourcePosition(
        file: file, line: number,
        column: line.distance(from: line.startIndex, to: index) + 1)
    }
    return nil
  }

  private static func index(of text: String, in line: String, wholeWord: Bool) -> String.Index? {
    // Bytes first: most lines do not hold the text at all.
    guard line.utf8.count >= text.utf8.count else { return nil }
    for range in line.ranges(of: text) {
      guard wholeWord else { return range.lowerBound }
      let before =
        range.lowerBound > line.startIndex
        ? line[line.index(before: range.lowerBound)] : " "
      let after = range.upperBound < line.endIndex ? line[range.upperBound] : " "
      func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
      if !isWord(before), !isWord(after) { return range.lowerBound }
    }
    return nil
  }
}
