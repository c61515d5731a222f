import Curriculum
import Foundation
import Testing

/// `docs/topics.md` says where each topic is taught and practised; it must not fall behind the
/// course.
@Suite struct `The table of topics` {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The cells of each row, without the tables' heads.
  private static func rows() throws -> [[String]] {
    let text = try String(contentsOf: folder.appending(path: "docs/topics.md"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    func isRule(_ line: String) -> Bool {
      line.hasPrefix("|") && line.allSatisfy { "|-: ".contains($0) }
    }
    return lines.indices.compactMap { index in
      let isHead = index + 1 < lines.count && isRule(lines[index + 1])
      guard lines[index].hasPrefix("|"), !isHead, !isRule(lines[index]) else { return nil }
      return lines[index].dropFirst().dropLast().components(separatedBy: "|")
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  @Test func `has a topic, a section and an exercise or a question in every row`() throws {
    let rows = try Self.rows()
    #expect(rows.count >= 100)
    for row in rows {
      #expect(row.count == 3 && row.allSatisfy { !$0.isEmpty }, "\(row)")
    }
  }

  @Test func `names sections, exercises and questions that there are`() throws {
    let course = Course.read(Self.folder.path)
    let ids = Set(
      course.lessons.flatMap { $0.exercises.map(\.id) + $0.questions.map(\.id) })
    var practised: Set<String> = []
    for row in try Self.rows() where row.count == 3 {
      let links = row[1].matches(of: /\]\(\.\.\/(Lessons\/[a-z0-9-]+\.md)#([^)]+)\)/)
      #expect(!links.isEmpty, "\(row[0]): no section of a lesson")
      for link in links {
        let lesson = course.lessons.first { $0.file == link.1 }
        #expect(
          try #require(lesson, "\(link.1)").headingAnchors.contains(String(link.2)),
          "\(link.1)#\(link.2)")
      }
      let named = row[2].matches(of: /`([a-z0-9\/-]+)`/).map { String($0.1) }
      #expect(!named.isEmpty, "\(row[0]): no exercise, no question")
      for id in named { #expect(ids.contains(id), "\(id)") }
      practised.formUnion(named)
    }
    // The other way round: a unit that nobody found a topic for is missing from the table.
    for lesson in course.lessons {
      #expect(practised.contains { $0.hasPrefix("\(lesson.id)/") }, "\(lesson.id)")
    }
  }
}
