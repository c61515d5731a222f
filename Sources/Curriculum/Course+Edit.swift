/// Changes of a course's files that leave everything else in them as the author wrote it.
///
/// Each reads its own result again, and is refused where that is not what was meant.
extension Course {
  /// Whether a text may be an id: small letters, digits and hyphens, in parts joined by slashes.
  public static func isIdentifier(_ text: String) -> Bool { LessonReader.isIdentifier(text) }

  /// The text of `course.yaml` with one more unit behind the others.
  ///
  /// - Parameters:
  ///   - id: The lesson's id.
  ///   - text: What the file holds.
  /// - Returns: nil where no place for it is found.
  public static func adding(unit id: String, to text: String) -> String? {
    guard let entry = unitsEntry(of: text) else { return nil }
    var raw = RawText(text)
    var ids: [String] = []
    switch entry.value.content {
    case .list(let units):
      ids = units.compactMap { if case .scalar(let text) = $0.content { text } else { nil } }
      guard ids.count == units.count else { return nil }
      if let last = units.last?.position {
        insert(id, behind: last, in: &raw)
      } else {
        replaceList(in: &raw, line: entry.value.position.line, with: " [\(id)]")
      }
    case .scalar(""): replaceList(in: &raw, line: entry.position.line, with: " [\(id)]")
    default: return nil
    }
    guard case .list(let units)? = unitsEntry(of: raw.text)?.value.content else { return nil }
    let now = units.compactMap { if case .scalar(let text) = $0.content { text } else { nil } }
    return now == ids + [id] ? raw.text : nil
  }

  private static func unitsEntry(of text: String) -> YAMLValue.Entry? {
    guard
      let source = try? SourceText(bytes: Array(text.utf8), file: CourseReader.courseFile),
      let value = try? YAMLValue(source.lines.joined(separator: "\n"), firstLine: 1, in: source),
      case .mapping(let entries) = value.content
    else { return nil }
    return entries.first { $0.key == "units" }
  }

  /// Puts an id behind the last of a list: on a line of its own, or behind a comma.
  private static func insert(_ id: String, behind last: SourcePosition, in raw: inout RawText) {
    guard let line = raw[last.line] else { return }
    let before = line.prefix(last.column - 1)
    if before.allSatisfy({ $0 == " " || $0 == "-" || $0 == "\u{FEFF}" }), before.contains("-") {
      return raw.insert(String(before) + id, before: last.line + 1)
    }
    let rest = line.dropFirst(last.column - 1)
    let mark = rest.first.flatMap { $0 == "\"" || $0 == "'" ? $0 : nil }
    let end =
      mark.flatMap { mark in
        rest.dropFirst().firstIndex(of: mark).map { rest.index(after: $0) }
      } ?? rest.firstIndex { $0 == "," || $0 == "]" || $0.isWhitespace } ?? rest.endIndex
    raw[last.line] = String(before) + rest[..<end] + ", \(id)" + rest[end...]
  }

  /// Puts a list in place of an empty one.
  private static func replaceList(in raw: inout RawText, line: Int, with list: String) {
    guard let text = raw[line], let colon = text.firstIndex(of: ":") else { return }
    let rest = text[text.index(after: colon)...]
    let empty = rest.prefix { $0 == " " || $0 == "[" || $0 == "]" }
    // What follows is a comment or the line's end.
    let end = rest[empty.endIndex...]
    raw[line] = String(text[...colon]) + list + (end.first == "#" ? "  " : "") + end
  }
}

extension Lesson {
  /// The number that the next step of the learning path gets: one more than the largest.
  public var nextStepNumber: Int {
    let numbers = blocks.compactMap { block -> Int? in
      guard case .heading(3, let content) = block.kind else { return nil }
      let words = content.plainText.split(separator: " ")
      guard words.count > 1, words[0] == "Step" else { return nil }
      return Int(words[1].prefix { $0.isASCII && $0.isNumber })
    }
    return (numbers.max() ?? 0) + 1
  }

  /// The text of the lesson's file with a step at the end of its learning path.
  ///
  /// - Parameters:
  ///   - step: Markdown that holds one exercise, its checks and its questions.
  ///   - exercise: The id of that exercise.
  ///   - text: What the file holds.
  /// - Returns: nil where the step would not be read as it was meant.
  public func adding(step: String, with exercise: String, to text: String) -> String? {
    var raw = RawText(text)
    guard let line = endOfLearningPath else { return nil }
    var before = line
    while before > 1, raw[before - 1]?.allSatisfy(\.isWhitespace) ?? false { before -= 1 }
    raw.insert("\n" + step + (before == line ? "\n" : ""), before: before)
    let changed = raw.text
    let (old, oldProblems) = Lesson.read(Array(text.utf8), file: file)
    let (new, newProblems) = Lesson.read(Array(changed.utf8), file: file)
    guard let old, let new, new.exercises.map(\.id).contains(exercise),
      new.exercises.count == old.exercises.count + 1,
      newProblems.count <= oldProblems.count
    else { return nil }
    return changed
  }

  /// The line of the heading behind the section "Learning path"; one behind the last where it is
  /// the last section.
  private var endOfLearningPath: Int? {
    func level(_ block: Block) -> Int? {
      if case .heading(let level, _) = block.kind { level } else { nil }
    }
    let start = blocks.firstIndex { block in
      guard case .heading(2, let content) = block.kind else { return false }
      return content.plainText == "Learning path"
    }
    guard let start else { return nil }
    let end = blocks[(start + 1)...].first { (level($0) ?? .max) <= 2 }
    return end?.position.line ?? .max
  }
}
