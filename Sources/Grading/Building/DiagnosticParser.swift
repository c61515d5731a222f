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
      }
      if !found.contains(diagnostic) { found.append(diagnostic) }
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

  private func diagnostic(in line: Substring) -> Diagnostic? {
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      guard let mark = line.firstRange(of: ": \(severity.rawValue): ") else { continue }
      let place = line[..<mark.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      guard place.count >= 3, let column = Int(place[place.count - 1]),
        let number = Int(place[place.count - 2])
      else { continue }
      return Diagnostic(
        file: place.dropLast(2).joined(separator: ":"), line: number, column: column,
        severity: severity, message: String(line[mark.upperBound...]))
    }
    return nil
  }

  /// The compiler counts bytes, a reader and an editor count characters.
  private func characterColumn(ofByte column: Int, in text: String) -> Int {
    let utf8 = text.utf8
    guard column > 1, column - 1 <= utf8.count else { return max(1, column) }
    let end = utf8.index(utf8.startIndex, offsetBy: column - 1)
    return text[..<end].count + 1
  }
}
