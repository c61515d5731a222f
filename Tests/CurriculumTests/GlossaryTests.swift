import Curriculum
import Testing

@Suite struct `A term` {
  /// A lesson with an id, what it requires, a body and the terms of its key concepts.
  private static func text(
    _ id: String, requires: [String] = [], _ body: String, terms: [String]
  ) -> String {
    let rows = terms.map { "| \($0) | what it is |\n" }.joined()
    return "---\nid: \(id)\ntitle: \(id)\nrequires: \(requires)\nminutes: 5\n---\n\(body)\n\n"
      + sections.replacing(
        "## Key concepts\n", with: "## Key concepts\n\n| term | what |\n|---|---|\n\(rows)\n")
  }

  /// What is said of the second of three lessons; the first and the third define terms.
  private static func findings(_ body: String, requires: [String] = []) -> [String] {
    `A critic`.findings(
      lessons: [
        ("Lessons/1.md", text("first", "", terms: ["tail", "own"])),
        ("Lessons/2.md", text("second", requires: requires, body, terms: ["own"])),
        (
          "Lessons/3.md",
          text("third", "", terms: ["cache line", "SIMD, lane (of it)", "latency", "mean, query"])
        ),
      ], of: "Lessons/2.md")
  }

  @Test(arguments: [
    ("The cache line.", ["7:5: cache line"]), ("Cache-Lines are", ["7:1: Cache-Lines"]),
    ("cache. Line", []), ("caches, lines", []), ("`cache line`", []),
    ("a SIMD lane", ["7:3: SIMD", "7:8: lane"]),
    ("simd, lanes", ["7:7: lanes"]), ("of it", []), ("queries", ["7:1: queries"]),
    ("planes", []), ("own", []), ("the **latency**, then latency", []),
    ("a\nb *cache lines* and\nmore `lane` lanes; lane", ["9:13: lanes"]),
  ])
  func `of a later lesson is not used before`(body: String, expected: [String]) {
    #expect(
      Self.findings(body, requires: ["first"])
        == expected.map {
          let word = $0.split(separator: ": ")
          return
            "\(word[0]): the term \"\(word[1])\" is defined only later, in the lesson \"third\". "
            + "Explain it here in bold, or use other words."
        })
  }

  @Test func `of an earlier lesson needs that lesson`() {
    #expect(Self.findings("a tail", requires: ["first"]) == [])
    #expect(
      Self.findings("a tail, tails") == [
        "7:3: the term \"tail\" is defined in the lesson \"first\", which this one does not require. Add it to requires, or explain the term in bold."
      ])
  }

  @Test func `may be a word of an everyday picture`() {
    let rows = "| own | a lane | a lane |\n"
    let text = Self.text("second", requires: ["first"], "", terms: []).replacing(
      "| term | what |\n|---|---|\n", with: "| term | what | picture |\n|---|---|---|\n\(rows)")
    #expect(
      `A critic`.findings(
        lessons: [
          ("Lessons/2.md", text), ("Lessons/3.md", Self.text("third", "", terms: ["lane"])),
        ], of: "Lessons/2.md"
      ).count == 1)
  }

  @Test func `is looked for in questions and exercises too`() {
    let quiz =
      "```quiz\n- id: second/a\n  kind: recall\n  prompt: p\n  answer: a lane\n  why: w\n```"
    #expect(
      Self.findings(quiz, requires: ["first"]) == [
        "11:13: the term \"lane\" is defined only later, in the lesson \"third\". Explain it here in bold, or use other words."
      ])
  }
}
