import Curriculum
import Foundation
import Testing

@Suite struct `A hostile file` {
  /// A text with a name that is fit to be shown.
  struct Hostile: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String

    init(_ name: String, _ text: String) {
      testDescription = name
      self.text = text
    }
  }

  /// What is wrong with a course whose lesson `a` is made by `make`, without its course file.
  private func courseProblems(_ make: (TemporaryCourse) throws -> Void) throws -> [String] {
    let course = try TemporaryCourse([
      "Lessons/course.yaml": courseFile("a", "good"), "Lessons/good.md": unit("good"),
    ])
    try make(course)
    let read = course.read()
    #expect(read.lesson("good") != nil)
    return read.problems.map(\.description)
  }

  @Test func `of more than 16 MiB is not read`() throws {
    let limit = 16 << 20
    let over = try courseProblems { course in
      try course.write([UInt8](repeating: 0x20, count: limit + 1), to: "Lessons/a.md")
    }
    #expect(
      over == [
        "Lessons/a.md:1:1: the file has 16777217 bytes; at most 16777216 are read. Split it."
      ])
    let full = try courseProblems { course in
      let text = unit("a")
      let padding = String(repeating: " ", count: limit - text.utf8.count)
      try course.write(text + padding, to: "Lessons/a.md")
    }
    #expect(full == [])
  }

  @Test func `behind a link that leaves the course is refused`() throws {
    let elsewhere = try TemporaryCourse(["Lessons/a.md": unit("a")])
    let problems = try courseProblems { course in
      try FileManager.default.createSymbolicLink(
        at: course.folder.appending(path: "Lessons/a.md"),
        withDestinationURL: elsewhere.folder.appending(path: "Lessons/a.md"))
    }
    #expect(
      problems == [
        #"Lessons/a.md:1:1: the path "Lessons/a.md" leaves the course folder. Use a name inside it."#
      ])
  }

  @Test func `behind a link to a folder that is named alike but longer is refused`() throws {
    let course = try TemporaryCourse(["Lessons/course.yaml": courseFile("a")])
    let beside = URL(filePath: course.folder.path + "-2")
    try FileManager.default.createDirectory(at: beside, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: beside) }
    try Data(unit("a").utf8).write(to: beside.appending(path: "a.md"))
    try FileManager.default.createSymbolicLink(
      at: course.folder.appending(path: "Lessons/a.md"),
      withDestinationURL: beside.appending(path: "a.md"))
    #expect(
      course.problems == [
        #"Lessons/a.md:1:1: the path "Lessons/a.md" leaves the course folder. Use a name inside it."#
      ])
  }

  @Test func `behind a link within the course is read`() throws {
    let problems = try courseProblems { course in
      try course.write(unit("a"), to: "a-text")
      try FileManager.default.createSymbolicLink(
        at: course.folder.appending(path: "Lessons/a.md"),
        withDestinationURL: course.folder.appending(path: "a-text"))
    }
    #expect(problems == [])
  }

  @Test func `that a link only promises is missing`() throws {
    let problems = try courseProblems { course in
      try FileManager.default.createSymbolicLink(
        atPath: course.folder.appending(path: "Lessons/a.md").path,
        withDestinationPath: "nowhere.md")
    }
    #expect(
      problems == [
        "Lessons/a.md:1:1: there is no file Lessons/a.md. Create it, or correct its name."
      ])
  }

  @Test func `that is a folder is no text`() throws {
    let problems = try courseProblems { course in
      try FileManager.default.createDirectory(
        at: course.folder.appending(path: "Lessons/a.md"), withIntermediateDirectories: false)
    }
    #expect(
      problems == [
        "Lessons/a.md:1:1: this is no file with text. Remove it, or give it another name."
      ])
  }

  @Test func `that is a pipe is not waited for`() throws {
    let problems = try courseProblems { course in
      let made = mkfifo(course.folder.appending(path: "Lessons/a.md").path, 0o600)
      try #require(made == 0)
    }
    #expect(
      problems == [
        "Lessons/a.md:1:1: this is no file with text. Remove it, or give it another name."
      ])
  }

  /// The superuser may read every file.
  @Test(.enabled(if: getuid() != 0))
  func `that may not be read says so`() throws {
    let problems = try courseProblems { course in
      try course.write(unit("a"), to: "Lessons/a.md")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0], ofItemAtPath: course.folder.appending(path: "Lessons/a.md").path)
    }
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("Lessons/a.md:1:1: the file cannot be read: ") == true)
  }

  @Test(
    arguments: [
      ([0xFF], 1), (Array("---\n".utf8) + [0xC3, 0x28], 2),
      ([0x0D, 0x0D, 0x0A, 0xED, 0xA0, 0x80], 3),
      ([0xEF, 0xBB, 0xBF, 0x0A, 0xC0, 0x80], 2), ([0x0A, 0xF4, 0x90, 0x80, 0x80], 2),
    ] as [([UInt8], Int)])
  func `that is not UTF-8 is refused with the line`(bytes: [UInt8], line: Int) {
    let (lesson, problems) = Lesson.read(bytes, file: file)
    #expect(lesson == nil)
    #expect(problems == [CourseProblem(.notUTF8, at: SourcePosition(file: file, line: line))])
  }

  @Test(arguments: [
    ("\u{0}", "U+0000"), ("\u{1B}", "U+001B"), ("\u{7F}", "U+007F"), ("\u{85}", "U+0085"),
    ("\u{9B}", "U+009B"), ("\u{2028}", "U+2028"), ("\u{2029}", "U+2029"), ("\u{FEFF}", "U+FEFF"),
    ("\u{FFFF}", "U+FFFF"),
  ])
  func `with an invisible character is refused with its place`(character: String, name: String) {
    #expect(
      problems(in: lesson("é👩‍👩‍👧 \(character)")) == [
        "5:4: an invisible character (\(name)) stands here. Delete it."
      ])
  }

  @Test func `cannot send an escape to the terminal by an entity`() throws {
    let blocks = try blocks("a&#27;[31m `b` [c](d&#27;) ![e](f&#x9b;)")
    guard case .paragraph(let content) = blocks[0].kind else {
      Issue.record("\(blocks[0]) is no paragraph")
      return
    }
    #expect(content.plainText == "a\u{FFFD}[31m b c e")
    #expect(content.contains(.link(destination: "d\u{FFFD}", [.text("c")])))
    #expect(content.contains(.image(source: "f\u{FFFD}", [.text("e")])))
  }

  @Test(arguments: [
    Hostile("quotations", String(repeating: ">", count: 20_000) + " a"),
    Hostile("quotations with spaces", String(repeating: "> ", count: 20_000) + "a"),
    Hostile("lists", String(repeating: "- ", count: 20_000) + "a"),
    Hostile("numbered lists", String(repeating: "1. ", count: 20_000) + "a"),
    Hostile(
      "emphasis", String(repeating: "*a ", count: 20_000) + String(repeating: "b*", count: 20_000)),
    Hostile(
      "strong emphasis",
      String(repeating: "**a ", count: 9_000) + String(repeating: "b**", count: 9_000)
    ),
    Hostile(
      "pictures",
      String(repeating: "![", count: 9_000) + "a" + String(repeating: "](b)", count: 9_000)
    ),
  ])
  func `that nests 20,000 deep in Markdown is refused`(_ hostile: Hostile) {
    let text = hostile.text
    let (lesson, problems) = read(CurriculumTests.lesson("text\n\n" + text))
    #expect(lesson == nil)
    #expect(problems.map(\.reason) == [.nestedTooDeep(limit: 100)])
    #expect(problems.map(\.position.line) == [7])
    #expect(
      Markdown.blocks(text) == [
        Block(.paragraph([.text(text)]), at: SourcePosition(file: "", line: 1))
      ])
  }

  @Test(arguments: [
    Hostile("brackets", String(repeating: "[", count: 100_000)),
    Hostile(
      "closed brackets", String(repeating: "[", count: 500) + String(repeating: "]", count: 500)),
    Hostile("brackets that quoted ones hide", String(repeating: "[\"]\", ", count: 100_000)),
    Hostile("braces", String(repeating: "{a: ", count: 100_000)),
    Hostile("lists", String(repeating: "- ", count: 100_000)),
    Hostile("keys", String(repeating: "? ", count: 100_000)),
    Hostile("lines", (0..<500).map { String(repeating: " ", count: $0) + "a:\n" }.joined()),
  ])
  func `that nests 100,000 deep in YAML is refused`(_ hostile: Hostile) {
    let text = hostile.text
    let problems = read(lesson("```quiz\n" + text + "\n```")).problems
    #expect(problems.map(\.reason) == [.nestedTooDeep(limit: 100)])
  }

  /// The threads of Swift's concurrency have 512 KiB on macOS; parsers recurse.
  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func `that nests deep in YAML is refused on a small stack too`(piece: String) async {
    let text = lesson("```quiz\n" + String(repeating: piece, count: 5_000) + "\n```")
    let reasons = await withCheckedContinuation { continuation in
      let thread = Thread {
        continuation.resume(returning: read(text).problems.map(\.reason))
      }
      thread.stackSize = 512 << 10
      thread.start()
    }
    #expect(reasons == [.nestedTooDeep(limit: 100)])
  }

  @Test func `that doubles its size with every alias is refused`() {
    let lines = (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }
    let text = "a0: &a0 [lol]\n" + lines.joined(separator: "\n")
    let keys =
      "? &a0 [lol]\n: 1\n" + (1...60).map { "? &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n: 1\n" }.joined()
    for bomb in [text, keys] {
      #expect(
        problems(in: lesson("```exercise\n" + bomb + "\n```")).map { $0.drop { $0 != " " } } == [
          " YAML: anchors and aliases (& and *) are not used here. Write the value out, or quote it."
        ])
    }
  }
}
