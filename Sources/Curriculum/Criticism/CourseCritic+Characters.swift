extension CourseCritic {
  /// Characters that terminals draw at different widths, or not at all; each is told once.
  func characters(of lesson: Lesson, _ source: SourceText) -> [CourseProblem] {
    let code = Self.codeLines(of: lesson)
    var found: [Unicode.Scalar: (place: SourcePosition, kind: CharacterTrouble)] = [:]
    var lines: [Unicode.Scalar: Int] = [:]
    for (index, line) in source.lines.enumerated() {
      // A tab is the only character of one byte that matters.
      guard line.utf8.contains(where: { $0 >= 0x80 || $0 == 0x09 }) else { continue }
      var seen: Set<Unicode.Scalar> = []
      for (column, character) in line.enumerated() {
        for scalar in character.unicodeScalars {
          guard let kind = CharacterTrouble(scalar, isCode: code.contains(index + 1)),
            seen.insert(scalar).inserted
          else { continue }
          lines[scalar, default: 0] += 1
          if found[scalar] == nil {
            let place = SourcePosition(file: lesson.file, line: index + 1, column: column + 1)
            found[scalar] = (place, kind)
          }
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map { scalar, first in
      CourseProblem(
        .troublesomeCharacter(scalar, first.kind, lines: lines[scalar] ?? 1), at: first.place)
    }
  }

  /// The lines of the file that hold code.
  private static func codeLines(of lesson: Lesson) -> Set<Int> {
    var lines: Set<Int> = []
    func add(_ firstLine: Int, _ text: String) {
      let count = text.utf8.count { $0 == 0x0A }
      lines.formUnion(firstLine..<(firstLine + count))
    }
    for code in lesson.allCode { add(code.code.firstLine, code.code.text) }
    for check in lesson.exercises.flatMap(\.checks) { add(check.firstLine, check.code) }
    return lines
  }
}

/// Why a character does not belong into a lesson.
public enum CharacterTrouble: Sendable, Equatable {
  /// A tab in code: how wide it is depends on the window.
  case tab
  /// A picture that some terminals draw one column wide and others two.
  case emoji
  /// A mark that changes how the character before it is drawn, or joins it to the next.
  case joiner
  /// A combining mark in code, where columns must align.
  case combining
  /// A character that shows nothing, or turns the direction of the text.
  case invisible

  init?(_ scalar: Unicode.Scalar, isCode: Bool) {
    switch scalar.value {
    case 0x09:
      guard isCode else { return nil }
      self = .tab
    case 0xFE00...0xFE0F, 0x200D, 0xE0100...0xE01EF: self = .joiner
    case 0x00AD, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069,
      0xFFF9...0xFFFB:
      self = .invisible
    // Arrows, lines, blocks and shapes have one column wherever they were tried.
    case ..<0x80, 0x00A9, 0x00AE, 0x2122, 0x2190...0x21FF, 0x2500...0x25FC: return nil
    default:
      let properties = scalar.properties
      if properties.isEmoji {
        self = .emoji
      } else if isCode,
        [.nonspacingMark, .enclosingMark, .spacingMark].contains(properties.generalCategory)
      {
        self = .combining
      } else {
        return nil
      }
    }
  }
}
