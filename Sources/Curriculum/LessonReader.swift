import Foundation

/// Reads one lesson's file into values, and gathers all that is wrong with it.
struct LessonReader {
  private let source: SourceText
  private var problems: [CourseProblem] = []
  private var exercises: [Exercise] = []
  private var questions: [Question] = []
  /// Where each thing was first named, to point back to it.
  private var firstPlaces: [String: SourcePosition] = [:]

  /// Reads a lesson; the lesson is nil when its front matter cannot be used.
  static func read(_ source: SourceText) -> (lesson: Lesson?, problems: [CourseProblem]) {
    var reader = LessonReader(source: source)
    let lesson = reader.lesson()
    return (lesson, reader.problems.sorted { $0.position < $1.position })
  }

  private init(source: SourceText) {
    self.source = source
  }

  private mutating func report(_ reason: CourseProblem.Reason, at place: SourcePosition) {
    problems.append(CourseProblem(reason, at: place))
  }

  private mutating func lesson() -> Lesson? {
    let top = SourcePosition(file: source.file, line: 1)
    guard let front = frontMatter() else { return nil }
    // Blank lines in place of the front matter keep every line's number.
    let body =
      (Array(repeating: "", count: front.lineCount) + source.lines[front.lineCount...])
      .joined(separator: "\n") + "\n"
    guard let root = CommonMarkTree(body)?.node(depthLimit: BlockReader.depthLimit) else {
      report(.nestedTooDeep(limit: BlockReader.depthLimit), at: top)
      return nil
    }
    var fields = Fields(front.value, of: "the front matter")
    let id = fields.required("id")
    let title = fields.required("title")
    let requires = fields.texts("requires", orOne: true).map(\.text)
    let minutes = fields.integer("minutes", in: 1...10_000)
    if let id, !Self.isIdentifier(id) || id.contains("/") {
      fields.report(.invalidIdentifier(id), at: fields.place("id"))
    }
    problems += fields.finish()

    let blocks = blocks(of: root, lesson: id ?? "")
    guard let id, let title else { return nil }
    checkReferences(in: blocks)
    let plan = ReviewPlanReader.read(blocks, lesson: id, file: source.file)
    problems += plan.problems + SectionRule.problems(of: blocks, file: source.file)
    return Lesson(
      id: id, title: title, requires: requires, minutes: minutes, file: source.file,
      blocks: blocks, exercises: exercises, questions: questions, reviewPlan: plan.prompts)
  }

  // MARK: Front matter

  private mutating func frontMatter() -> (value: YAMLValue, lineCount: Int)? {
    let start = SourcePosition(file: source.file, line: 1)
    func isMark(_ line: String) -> Bool { line.trimmingCharacters(in: .whitespaces) == "---" }
    guard let first = source.lines.first, isMark(first) else {
      report(.frontMatterMissing, at: start)
      return nil
    }
    guard let end = source.lines.dropFirst().firstIndex(where: isMark) else {
      report(.frontMatterNotClosed, at: start)
      return nil
    }
    do throws(CourseProblem) {
      let value = try YAMLValue(
        source.lines[1..<end].joined(separator: "\n"),
        at: SourcePosition(file: source.file, line: 2)
      ) { [file = source.file] line, column in
        SourcePosition(file: file, line: line + 1, column: column)
      }
      return (value, end + 1)
    } catch {
      problems.append(error)
      return nil
    }
  }

  // MARK: Blocks

  private mutating func blocks(of root: MarkdownNode, lesson: String) -> [Block] {
    var state = self
    var reader = BlockReader(source: source) { fence in state.meaning(of: fence, lesson: lesson) }
    let blocks = reader.blocks(of: root)
    reader.fence = nil
    self = state
    problems += reader.problems
    return blocks
  }

  private mutating func meaning(
    of fence: BlockReader.Fence, lesson: String
  ) -> BlockReader.FenceMeaning {
    switch fence.info.language {
    case "exercise":
      guard let value = yaml(fence) else { return .nothing }
      var reader = ExerciseReader(lesson: lesson)
      let exercise = reader.exercise(value)
      problems += reader.problems
      guard let exercise else { return .nothing }
      if let first = firstPlaces["exercise " + exercise.id] {
        report(.duplicateExercise(exercise.id, first: first), at: exercise.position)
        return .nothing
      }
      firstPlaces["exercise " + exercise.id] = fence.position
      exercises.append(exercise)
      return .block(.exercise(exercise.id))
    case "quiz":
      guard let value = yaml(fence) else { return .nothing }
      var reader = QuestionReader(lesson: lesson)
      let read = reader.questions(value)
      problems += reader.problems
      var ids: [String] = []
      for question in read {
        if let first = firstPlaces["question " + question.id] {
          report(.duplicateQuestion(question.id, first: first), at: question.position)
        } else {
          firstPlaces["question " + question.id] = question.position
          questions.append(question)
          ids.append(question.id)
        }
      }
      return ids.isEmpty ? .nothing : .block(.quiz(ids))
    default:
      return code(fence)
    }
  }

  private mutating func code(_ fence: BlockReader.Fence) -> BlockReader.FenceMeaning {
    let info = fence.info
    let known = ["run", "hidden"]
    for word in info.words {
      if word == "check" {
        report(.checkNeedsTitle, at: fence.position)
        return .nothing
      }
      if !known.contains(word), info.language == "swift" {
        report(
          .unknownFenceWord(word, nearest: nearest(to: word, among: known + ["check"])),
          at: fence.position)
      }
    }
    guard info.pairs.contains(where: { $0.key == "check" }) else {
      if info.language == "swift", let pair = info.pairs.first {
        report(
          .unknownFenceWord(pair.key, nearest: nearest(to: pair.key, among: ["check"])),
          at: fence.position)
      }
      return .code(isRun: info.language == "swift" && info.words.contains("run"))
    }
    addCheck(fence)
    return .nothing
  }

  private mutating func addCheck(_ fence: BlockReader.Fence) {
    let info = fence.info
    let attributes = ["check", "points", "after"]
    for pair in info.pairs where !attributes.contains(pair.key) {
      report(
        .unknownAttribute(pair.key, nearest: nearest(to: pair.key, among: attributes)),
        at: fence.position)
    }
    guard let title = info.value("check"), !title.isEmpty else {
      report(.checkNeedsTitle, at: fence.position)
      return
    }
    guard !exercises.isEmpty else {
      report(.checkOutsideExercise, at: fence.position)
      return
    }
    var points = 1
    if let text = info.value("points") {
      if let number = Int(text), (0...1000).contains(number) {
        points = number
      } else {
        report(
          .wrongType(field: "points", expected: "a whole number from 0 to 1000"),
          at: fence.position)
      }
    }
    let last = exercises.count - 1
    if let first = exercises[last].checks.first(where: { $0.title == title }) {
      report(.duplicateCheck(title, first: first.position), at: fence.position)
      return
    }
    exercises[last].checks.append(
      Check(
        title: title, code: fence.text, firstLine: fence.firstLine, points: points,
        after: info.value("after"), isHidden: info.words.contains("hidden"),
        position: fence.position))
  }

  private mutating func yaml(_ fence: BlockReader.Fence) -> YAMLValue? {
    let lines = fence.text.split(separator: "\n", omittingEmptySubsequences: false)
    do throws(CourseProblem) {
      return try YAMLValue(fence.text, at: fence.position) { [source] line, column in
        let fileLine = fence.firstLine + line - 1
        let content = lines.indices.contains(line - 1) ? String(lines[line - 1]) : ""
        // The parser counts scalars, an editor characters.
        let scalars = content.unicodeScalars
        let index = scalars.index(
          scalars.startIndex, offsetBy: max(0, column - 1), limitedBy: scalars.endIndex)
        let before = content[..<(index ?? content.endIndex)].count
        return SourcePosition(
          file: source.file, line: fileLine,
          column: source.column(of: content, inLine: fileLine) + before)
      }
    } catch {
      problems.append(error)
      return nil
    }
  }

  // MARK: References

  /// What can be judged only when the whole lesson was read.
  private mutating func checkReferences(in blocks: [Block]) {
    let headings = blocks.compactMap { block in
      if case .heading(_, let content) = block.kind { content.plainText } else { nil }
    }
    for question in questions {
      if let see = question.see, !headings.contains(see) {
        report(
          .unknownSection(see, nearest: nearest(to: see, among: headings)), at: question.position)
      }
    }
    let questionIDs = questions.map(\.id)
    for exercise in exercises {
      if exercise.checks.isEmpty { report(.noChecks(exercise.id), at: exercise.position) }
      let titles = exercise.checks.map(\.title)
      for (index, check) in exercise.checks.enumerated() {
        guard let after = check.after else { continue }
        if !titles.contains(after) {
          report(
            .unknownCheck(after, nearest: nearest(to: after, among: titles)), at: check.position)
        } else if !titles[..<index].contains(after) {
          report(.checkComesLater(after), at: check.position)
        }
      }
      for mistake in exercise.mistakes {
        for title in mistake.fails where !titles.contains(title) {
          report(
            .unknownCheck(title, nearest: nearest(to: title, among: titles)),
            at: mistake.position)
        }
      }
      for title in exercise.starterFails where !titles.contains(title) {
        report(
          .unknownCheck(title, nearest: nearest(to: title, among: titles)), at: exercise.position)
      }
      for id in exercise.questions where !questionIDs.contains(id) {
        report(
          .unknownQuestion(id, nearest: nearest(to: id, among: questionIDs)),
          at: exercise.position)
      }
    }
  }

  /// Whether a text is an id: parts of small letters, digits and hyphens, joined by slashes.
  ///
  /// Ids become paths; nothing that passes can leave the course folder.
  static func isIdentifier(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*/) != nil
  }
}
