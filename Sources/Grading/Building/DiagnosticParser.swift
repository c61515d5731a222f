/// Reads what the compiler prints: `path:line:column: severity: message`, the line of source,
/// and a line with a caret.
struct DiagnosticParser {
  /// How the files of a build folder are called to a reader, by the end of their path.
  var solutionPath: String
  /// The learner's file, as messages show it.
  var fileName: String
  /// The learner's source.
  var source: String
  /// The lesson that the checks stand in.
  var lessonFile: String

  /// How many diagnostics are kept.
  private static let limit = 50

  /// The diagnostics of `text`, the first error first, each once.
  func parse(_ text: String) -> [Diagnostic] {
    let sourceLines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var found: [Diagnostic] = []
    for (index, line) in lines.enumerated() {
      guard var diagnostic = diagnostic(in: line) else { continue }
      let isSolution = diagnostic.file.hasSuffix(solutionPath)
      let isLesson = diagnostic.file.hasSuffix(lessonFile)
      if isSolution {
        diagnostic.file = fileName
        if sourceLines.indices.contains(diagnostic.line - 1) {
          diagnostic.source = String(sourceLines[diagnostic.line - 1])
        }
      } else {
        diagnostic.isInChecks = true
        if isLesson { diagnostic.file = lessonFile }
        if index + 1 < lines.count, !lines[index + 1].isEmpty {
          diagnostic.source = String(lines[index + 1])
        }
      }
      if let text = diagnostic.source {
        diagnostic.column = characterColumn(ofByte: diagnostic.column, in: text)
        diagnostic.source = VisibleText.of(text)
      }
      if !found.contains(diagnostic) { found.append(diagnostic) }
      // More would be read by nobody.
      if found.count == Self.limit { break }
    }
    return ordered(found)
  }

  /// Errors before warnings, each with the notes that follow it.
  private func ordered(_ all: [Diagnostic]) -> [Diagnostic] {
    var groups: [[Diagnostic]] = []
    for diagnostic in all {
      if diagnostic.severity == .note, !groups.isEmpty {
        groups[groups.count - 1].append(diagnostic)
      } else {
        groups.append([diagnostic])
      }
    }
    let errors = groups.filter { $0[0].severity == .error }
    let others = groups.filter { $0[0].severity != .error }
    return (errors + others).flatMap { $0 }
  }

  /// The diagnostic that a line states; nil for any other line, such as an excerpt of the source.
  ///
  /// The first mark counts: what follows it may be the learner's own words, in `#warning`.
  private func diagnostic(in line: Substring) -> Diagnostic? {
    let marks = [Diagnostic.Severity.error, .warning, .note].compactMap { severity in
      line.firstRange(of: ": \(severity.rawValue): ").map { (severity: severity, range: $0) }
    }
    guard let mark = marks.min(by: { $0.range.lowerBound < $1.range.lowerBound }) else {
      return nil
    }
    let place = line[..<mark.range.lowerBound]
      .split(separator: ":", omittingEmptySubsequences: false)
    let counted = 1...Grader.sourceLimit
    guard place.count >= 3, let column = Int(place[place.count - 1]), counted.contains(column),
      let number = Int(place[place.count - 2]), counted.contains(number)
    else { return nil }
    let file = place.dropLast(2).joined(separator: ":")
    let files = [solutionPath, lessonFile, "/" + CheckProgram.fileName]
    guard files.contains(where: { file.hasSuffix($0) }) else { return nil }
    return Diagnostic(
      file: file, line: number, column: column, severity: mark.severity,
      message: VisibleText.of(String(line[mark.range.upperBound...])))
  }

  /// The compiler counts bytes, a reader and an editor count characters.
  private func characterColumn(ofByte column: Int, in text: String) -> Int {
    let utf8 = text.utf8
    guard column > 1, column - 1 <= utf8.count else { return max(1, column) }
    let end = utf8.index(utf8.startIndex, offsetBy: column - 1)
    return text[..<end].count + 1
  }
}
