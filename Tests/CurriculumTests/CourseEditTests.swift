import Curriculum
import Testing

@Suite struct `An edit of a course` {
  /// A course file's last lines, and what they become when the unit `new` is added.
  struct UnitCase: Sendable, CustomTestStringConvertible {
    var before: String
    var after: String?
    var testDescription: String { before.debugDescription }

    init(_ before: String, _ after: String?) {
      self.before = before
      self.after = after
    }
  }

  static let head = "format: 1\nid: a\ntitle: \"A: one\" # units: [x]\n"

  @Test(arguments: [
    UnitCase("units: [old]\n", "units: [old, new]\n"),
    UnitCase("units: [ old , \"older\" ] # two\n", "units: [ old , \"older\", new ] # two\n"),
    UnitCase("units: [old,\n  'older',\n]\n", "units: [old,\n  'older', new,\n]\n"),
    UnitCase("units:\n  - old\n", "units:\n  - old\n  - new\n"),
    UnitCase("units:\n- old  # the first\nid2: x\n", "units:\n- old  # the first\n- new\nid2: x\n"),
    UnitCase("units:\n  - old", "units:\n  - old\n  - new\n"),
    UnitCase(
      "units:\r\n  - old\r\nlicence: MIT\r\n", "units:\r\n  - old\r\n  - new\nlicence: MIT\r\n"),
    UnitCase("units: []\n", "units: [new]\n"),
    UnitCase("units: [ ]  # none yet\n", "units: [new]  # none yet\n"),
    UnitCase("units:\n", "units: [new]\n"),
    UnitCase("units: # none\nlicence: MIT\n", "units: [new]  # none\nlicence: MIT\n"),
    UnitCase("licence: MIT\n", nil),
    UnitCase("units: old\n", nil),
    UnitCase("units: {a: b}\n", nil),
    UnitCase("units: [a\n", nil),
  ])
  func `adds a unit behind the others and changes nothing else`(_ example: UnitCase) {
    let changed = Course.adding(unit: "new", to: Self.head + example.before)
    #expect(changed == example.after.map { Self.head + $0 })
  }

  @Test func `keeps a file's own line ends`() {
    let text = "format: 1\r\nunits:\r\n  - old\r\n"
    #expect(Course.adding(unit: "new", to: text) == text + "  - new\r\n")
  }

  private static let step = """
    ### Step 1: New

    ```exercise
    id: unit/new
    title: New
    ```

    ```swift check="it holds"
    expect(true, "it holds")
    ```
    """

  private func adding(to text: String) throws -> String? {
    let lesson = try #require(read(text).lesson)
    return lesson.adding(step: Self.step, with: "unit/new", to: text)
  }

  @Test func `puts a step at the end of the learning path`() throws {
    let text = lesson("```text\n## Examples\n```")
    let place = "## Learning path\n"
    let changed = try #require(try adding(to: text))
    #expect(
      changed
        == text.replacing(
          place + "## Examples", with: place + "\n" + Self.step + "\n\n## Examples"))
    #expect(read(changed).problems == [])
    #expect(read(changed).lesson?.nextStepNumber == 2)
  }

  @Test func `leaves the empty lines before the next section`() throws {
    let text = lesson("").replacing("## Examples", with: "Words.\n\n\n## Examples")
    let changed = try #require(try adding(to: text))
    #expect(changed == text.replacing("Words.\n", with: "Words.\n\n" + Self.step + "\n"))
  }

  @Test func `writes Windows' line ends into a file that has them`() throws {
    let text = lesson("").replacing("\n", with: "\r\n")
    let changed = try #require(try adding(to: text))
    #expect(changed.replacing("\r\n", with: "").utf8.allSatisfy { $0 != 0x0A && $0 != 0x0D })
    #expect(read(changed).problems == [])
    #expect(read(changed).lesson?.exercises.map(\.id) == ["unit/new"])
  }

  @Test func `is refused where the step would not be read as one`() throws {
    let without = lesson("").replacing("## Learning path", with: "## Another path")
    #expect(try adding(to: without) == nil)
    let open = lesson("").replacing("## Examples", with: "```text\n## Examples")
    #expect(try adding(to: open) == nil)
    let taken = try #require(try adding(to: lesson("")))
    #expect(try adding(to: taken) == nil)
  }
}
