import Foundation

/// Reads one lesson's file into values, and gathers all that is wrong with it.
struct LessonReader {
  let source: SourceText
  var problems: [CourseProblem] = []
  var drafts: [ExerciseDraft] = []
  var questions: [Question] = []
  /// The headings that questions point to.
  var sections: [Fields.Text] = []
  /// Whether a quiz could not be read, so that not every question is known.
  var missesQuestions = false
  /// Where each thing was first named, to point back to it.
  var firstPlaces: [String: SourcePosition] = [:]
  /// The lesson's id, where it has one.
  private var id: String?
  /// What the next check belongs to.
  private var owner = CheckOwner.nobody

  private enum CheckOwner {
    case nobody
    /// The last exercise that was read.
    case exercise
    /// An exercise that could not be read, which has been reported: its checks are passed over.
    case brokenExercise
  }

  /// What was read from a file.
  struct Reading {
    /// The lesson; nil when its front matter cannot be used.
    var lesson: Lesson?
    /// The id that the front matter states, even where there is no lesson.
    var id: String?
    /// The required lessons, with their places.
    var requires: [Fields.Text]
    /// What is wrong, in order.
    var problems: [CourseProblem]
  }

  static func read(_ source: SourceText) -> Reading {
    var reader = LessonReader(source: source)
    var reading = reader.reading()
    reading.problems = reader.problems.sorted { $0.position < $1.position }
    return reading
  }

  private init(source: SourceText) {
    self.source = source
  }

  mutating func report(_ reason: CourseProblem.Reason, at place: SourcePosition) {
    problems.append(CourseProblem(reason, at: place))
  }

  private mutating func reading() -> Reading {
    let front = frontMatter()
    guard let lineCount = front.lineCount else {
      return Reading(lesson: nil, id: nil, requires: [], problems: [])
    }
    var title: String?
    var minutes: Int?
    var requires: [Fields.Text] = []
    if let value = front.value {
      var fields = Fields(value, of: "the front matter")
      if fields.isMapping {
        id = fields.required("id")
        title = fields.required("title")
        requires = fields.texts("requires", orOne: true)
        minutes = fields.integer("minutes", in: 1...10_000)
      }
      if let name = id, !Self.isIdentifier(name) || name.contains("/") {
        fields.report(.invalidIdentifier(name), at: fields.place("id"))
        id = nil
      }
      problems += fields.finish()
    }
    guard let blocks = blocks(from: lineCount) else {
      return Reading(lesson: nil, id: id, requires: requires, problems: [])
    }
    let plan = ReviewPlanReader.read(blocks, lesson: id ?? "", source: source)
    // What is not closed swallows the rest: what is missing there is not missing.
    if !problems.contains(where: { [.fenceNotClosed, .commentNotClosed].contains($0.reason) }) {
      checkOutputs(in: blocks)
      checkReferences(in: blocks)
      checkPlan(plan.prompts)
      problems += plan.problems
      // What has no front matter may be no lesson at all.
      if lineCount > 0 { problems += SectionRule.problems(of: blocks, file: source.file) }
    }
    var lesson: Lesson?
    if let id, let title {
      lesson = Lesson(
        id: id, title: title, requires: requires.map(\.text), minutes: minutes, file: source.file,
        blocks: blocks, exercises: drafts.map(\.exercise), questions: questions,
        reviewPlan: plan.prompts)
    }
    return Reading(lesson: lesson, id: id, requires: requires, problems: [])
  }

  // MARK: Front matter

  /// The front matter's value, nil where it cannot be read, and the number of its lines, nil
  /// where its end is not known.
  private mutating func frontMatter() -> (value: YAMLValue?, lineCount: Int?) {
    let start = SourcePosition(file: source.file, line: 1)
    func isMark(_ line: String) -> Bool {
      line.hasPrefix("---") && line.utf8.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
    guard let first = source.lines.first, isMark(first) else {
      report(.frontMatterMissing, at: start)
      return (nil, 0)
    }
    guard let end = source.lines.dropFirst().firstIndex(where: isMark) else {
      report(.frontMatterNotClosed, at: start)
      return (nil, nil)
    }
    let text = source.lines[1..<end].joined(separator: "\n")
    do throws(CourseProblem) {
      return (try YAMLValue(text, firstLine: 2, in: source), end + 1)
    } catch {
      problems.append(error)
      return (nil, end + 1)
    }
  }

  // MARK: Blocks

  /// The lesson's text, which begins after `lineCount` lines; nil where it nests too deep.
  private mutating func blocks(from lineCount: Int) -> [Block]? {
    // Empty lines in place of the front matter keep every line's number.
    let body =
      String(repeating: "\n", count: lineCount)
      + source.lines[lineCount...].joined(separator: "\n") + "\n"
    let root: MarkdownNode
    do throws(CommonMarkTree.TooDeep) {
      guard let node = try CommonMarkTree(body)?.node() else { return nil }
      root = node
    } catch {
      report(
        .nestedTooDeep(limit: CommonMarkTree.depthLimit),
        at: source.position(line: error.line, byte: error.byte))
      return nil
    }
    var state = self
    var reader = BlockReader(source: source)
    reader.fence = { state.meaning(of: $0) }
    reader.malformedFence = { state.passOver($0) }
    let blocks = reader.blocks(of: root)
    problems = state.problems + reader.problems
    drafts = state.drafts
    questions = state.questions
    sections = state.sections
    missesQuestions = state.missesQuestions
    firstPlaces = state.firstPlaces
    return blocks
  }

  private mutating func meaning(of fence: BlockReader.Fence) -> BlockReader.FenceMeaning {
    let language = fence.info.language
    switch language {
    case "exercise": return addExercise(fence)
    case "quiz": return addQuiz(fence)
    default:
      if let meant = nearest(to: language, among: ["exercise", "quiz"]) {
        report(.unknownFenceWord(language, nearest: meant), at: place(0, in: fence))
        passOver(meant)
      }
      return code(fence)
    }
  }

  /// Keeps what depends on a fence that cannot be read from being reported too.
  private mutating func passOver(_ language: String) {
    switch language {
    case "exercise": owner = .brokenExercise
    case "quiz": missesQuestions = true
    default: if owner == .exercise { drafts[drafts.count - 1].missesChecks = true }
    }
  }

  /// The place of a byte of the info string, counted from 0.
  private func place(_ offset: Int, in fence: BlockReader.Fence) -> SourcePosition {
    source.position(line: fence.position.line, byte: fence.infoByte + offset)
  }

  private mutating func yaml(_ fence: BlockReader.Fence) -> YAMLValue? {
    do throws(CourseProblem) {
      return try YAMLValue(fence.text, firstLine: fence.firstLine, in: source)
    } catch {
      problems.append(error)
      return nil
    }
  }

  private mutating func addExercise(_ fence: BlockReader.Fence) -> BlockReader.FenceMeaning {
    owner = .brokenExercise
    guard let value = yaml(fence) else { return .nothing }
    var reader = ExerciseReader(lesson: id)
    let draft = reader.exercise(value)
    problems += reader.problems
    guard let draft else { return .nothing }
    let id = draft.exercise.id
    if let first = firstPlaces["exercise " + id] {
      report(.duplicateExercise(id, first: first), at: draft.exercise.position)
      return .nothing
    }
    firstPlaces["exercise " + id] = draft.exercise.position
    drafts.append(draft)
    owner = .exercise
    return .block(.exercise(id))
  }

  private mutating func addQuiz(_ fence: BlockReader.Fence) -> BlockReader.FenceMeaning {
    guard let value = yaml(fence) else {
      missesQuestions = true
      return .nothing
    }
    var reader = QuestionReader(lesson: id)
    let read = reader.questions(value)
    if !reader.problems.isEmpty { missesQuestions = true }
    problems += reader.problems
    sections += reader.sections
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
  }

  private mutating func code(_ fence: BlockReader.Fence) -> BlockReader.FenceMeaning {
    let info = fence.info
    let isSwift = info.language == "swift"
    if let pair = info.pair("check") {
      if isSwift {
        addCheck(fence, title: pair)
      } else {
        report(
          .malformedInfo("a check is Swift. Write swift check=\"…\""), at: place(0, in: fence))
        passOver("check")
      }
      return .nothing
    }
    if info.language == "output" { return output(fence) }
    guard isSwift else { return .code(BlockReader.CodeUse()) }
    let uses = ["run", "measure"]
    for (index, word) in info.words.enumerated()
    where !uses.contains(word.text) || index > 0 {
      let isCheck = word.text == "check" || word.text == "hidden"
      report(
        isCheck
          ? .checkNeedsTitle
          : .unknownFenceWord(
            word.text,
            nearest: index > 0
              ? nil : nearest(to: word.text, among: uses + ["hidden", "check"])),
        at: place(word.offset, in: fence))
      if isCheck { passOver("check") }
    }
    for pair in info.pairs {
      report(
        .unknownFenceWord(pair.key, nearest: nearest(to: pair.key, among: ["check"])),
        at: place(pair.offset, in: fence))
      passOver("check")
    }
    let use = info.words.first?.text
    return .code(BlockReader.CodeUse(isRun: use == "run", isMeasured: use == "measure"))
  }

  /// What a program printed, with the machine where it was measured.
  private mutating func output(_ fence: BlockReader.Fence) -> BlockReader.FenceMeaning {
    for pair in fence.info.pairs where pair.key != "machine" {
      report(
        .unknownFenceWord(pair.key, nearest: nearest(to: pair.key, among: ["machine"])),
        at: place(pair.offset, in: fence))
    }
    let machine = fence.info.pair("machine").flatMap { pair in
      pair.value.allSatisfy(\.isWhitespace) ? nil : pair.value
    }
    return .code(BlockReader.CodeUse(machine: machine))
  }

  private mutating func addCheck(_ fence: BlockReader.Fence, title pair: InfoString.Pair) {
    let info = fence.info
    let attributes = ["check", "points", "after"]
    for pair in info.pairs where !attributes.contains(pair.key) {
      report(
        .unknownAttribute(pair.key, nearest: nearest(to: pair.key, among: attributes)),
        at: place(pair.offset, in: fence))
    }
    for word in info.words where word.text != "hidden" {
      report(
        .unknownFenceWord(word.text, nearest: nearest(to: word.text, among: ["hidden"])),
        at: place(word.offset, in: fence))
    }
    let title = pair.value
    let titlePlace = place(pair.offset, in: fence)
    if title.allSatisfy(\.isWhitespace) {
      report(.checkNeedsTitle, at: titlePlace)
      passOver("check")
      return
    }
    if fence.text.allSatisfy(\.isWhitespace) { report(.emptyCheck(title), at: fence.position) }
    var points = 1
    if let pair = info.pair("points") {
      if let number = Int(pair.value), (0...1000).contains(number) {
        points = number
      } else {
        report(
          .wrongType(field: "points", expected: "a whole number from 0 to 1000"),
          at: place(pair.offset, in: fence))
      }
    }
    if owner == .nobody { report(.checkOutsideExercise, at: fence.position) }
    guard owner == .exercise else { return }
    let last = drafts.count - 1
    let key = "check \(drafts[last].exercise.id) \(title)"
    if let first = firstPlaces[key] {
      report(.duplicateCheck(title, first: first), at: titlePlace)
      return
    }
    firstPlaces[key] = titlePlace
    let after = info.pair("after")
    if let after {
      drafts[last].afters.append(
        ExerciseDraft.After(
          check: drafts[last].exercise.checks.count,
          name: Fields.Text(text: after.value, position: place(after.offset, in: fence))))
    }
    drafts[last].exercise.checks.append(
      Check(
        title: title, code: fence.text, firstLine: fence.firstLine, points: points,
        after: after?.value, isHidden: info.words.contains { $0.text == "hidden" },
        position: fence.position))
  }

  /// Whether a text is an id: parts of small letters, digits and hyphens, joined by slashes.
  ///
  /// Ids become paths; nothing that passes can leave the course folder.
  static func isIdentifier(_ text: String) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      }
      guard let first = part.utf8.first else { return false }
      return isWord(first) && part.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") }
    }
  }
}
