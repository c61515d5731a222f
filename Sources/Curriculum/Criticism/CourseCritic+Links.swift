import Foundation

extension CourseCritic {
  /// Links and pictures that lead nowhere. Whether another site answers is not asked.
  func links(of lesson: Lesson, _ source: SourceText) -> [CourseProblem] {
    let headings = lesson.headingAnchors
    var problems: [CourseProblem] = []
    func look(at inlines: [Inline], from position: SourcePosition) {
      for inline in inlines {
        switch inline {
        case .text, .code, .softBreak, .lineBreak: break
        case .emphasis(let content), .strong(let content): look(at: content, from: position)
        case .image(let target, let content):
          if let reason = trouble(with: target, in: lesson, headings) {
            problems.append(
              CourseProblem(reason, at: source.place(ofLink: target, from: position)))
          }
          look(at: content, from: position)
        case .link(let target, let content):
          if let reason = trouble(with: target, in: lesson, headings) {
            problems.append(
              CourseProblem(reason, at: source.place(ofLink: target, from: position)))
          }
          look(at: content, from: position)
        }
      }
    }
    lesson.forEachInline(look)
    for (text, position) in lesson.markdownTexts {
      Lesson.forEachInline(in: Markdown.blocks(text)) { content, _ in
        look(at: content, from: position)
      }
    }
    return problems
  }

  /// What is wrong with a link's destination; nil where it leads somewhere.
  private func trouble(
    with target: String, in lesson: Lesson, _ headings: [String]
  ) -> CourseProblem.Reason? {
    if let scheme = target.wholeMatch(of: /([A-Za-z][A-Za-z0-9+.\-]*):.*/)?.1.lowercased() {
      switch scheme {
      case "http", "https":
        let host = URLComponents(string: target)?.host
        return host?.contains(".") == true ? nil : .malformedLink(target)
      case "mailto": return target.contains("@") ? nil : .malformedLink(target)
      default: return .malformedLink(target)
      }
    }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      .map { String($0).removingPercentEncoding ?? String($0) }
    let path = parts.first ?? ""
    var anchors = headings
    if !path.isEmpty {
      guard let file = Self.resolved(path, beside: lesson.file) else {
        return .linkLeavesCourse(target)
      }
      guard exists(file) else { return .linkWithoutTarget(target) }
      guard let other = course.lessons.first(where: { $0.file == file }) else { return nil }
      anchors = other.headingAnchors
    } else if parts.count < 2 {
      return .malformedLink(target)
    }
    guard parts.count == 2, !anchors.contains(parts[1]) else { return nil }
    return .anchorWithoutHeading(parts[1], nearest: nearest(to: parts[1], among: anchors))
  }

  /// A relative path as one from the course folder; nil where it leaves the folder.
  private static func resolved(_ path: String, beside file: String) -> String? {
    guard !path.hasPrefix("/") else { return nil }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}

extension SourceText {
  /// Where a link's destination stands, as near as can be told.
  fileprivate func place(ofLink target: String, from start: SourcePosition) -> SourcePosition {
    if var place = place(of: target.isEmpty ? "]()" : "](" + target, from: start) {
      place.column += 2
      return place
    }
    return place(of: target, from: start) ?? start
  }
}

extension Lesson {
  /// The anchors that viewers of Markdown give to the headings, in order: small letters, digits and
  /// hyphens, with a number behind one that was given already.
  package var headingAnchors: [String] {
    var counts: [String: Int] = [:]
    return blocks.compactMap { block in
      guard case .heading(_, let content) = block.kind else { return nil }
      let anchor = content.plainText.lowercased().compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || "-_".contains(character)
          ? character : nil
      }
      let count = counts[String(anchor), default: 0]
      counts[String(anchor)] = count + 1
      return count == 0 ? String(anchor) : "\(String(anchor))-\(count)"
    }
  }

  /// Calls a function with every stretch of text of the lesson and the place of its block.
  func forEachInline(_ look: ([Inline], SourcePosition) -> Void) {
    Self.forEachInline(in: blocks, look)
  }

  static func forEachInline(in blocks: [Block], _ look: ([Inline], SourcePosition) -> Void) {
    for block in blocks {
      switch block.kind {
      case .heading(_, let content), .paragraph(let content): look(content, block.position)
      case .quote(let inner): forEachInline(in: inner, look)
      case .list(_, _, let items): for item in items { forEachInline(in: item, look) }
      case .table(let table):
        for cell in table.header + table.rows.flatMap({ $0 }) { look(cell, block.position) }
      case .code, .rule, .pause, .exercise, .quiz: break
      }
    }
  }

  /// The Markdown of its exercises and questions, with the place of the field's owner.
  var markdownTexts: [(text: String, position: SourcePosition)] {
    exercises.flatMap { exercise in
      exercise.hints.map { ($0, exercise.position) }
        + exercise.mistakes.map { ($0.tells, $0.position) }
    } + questions.flatMap { question in question.texts.map { ($0, question.position) } }
  }
}
