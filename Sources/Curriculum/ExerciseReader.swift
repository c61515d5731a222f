import Foundation

/// An exercise while its checks are still being read, with the names that it uses.
struct ExerciseDraft {
  /// A check that comes after another.
  struct After {
    /// The index of the check.
    var check: Int
    /// The title of the one before it.
    var name: Fields.Text
  }
  var exercise: Exercise
  /// The titles of checks that the starter and the mistakes are declared to fail.
  var checkNames: [Fields.Text]
  var questionNames: [Fields.Text]
  var afters: [After] = []
  /// Whether a check could not be read, so that not every title is known.
  var missesChecks = false
}

/// Reads the YAML of an `exercise` block.
struct ExerciseReader {
  /// The lesson's id; nil where it is not known.
  let lesson: String?
  private(set) var problems: [CourseProblem] = []
  private var checkNames: [Fields.Text] = []

  init(lesson: String?) {
    self.lesson = lesson
  }

  mutating func exercise(_ value: YAMLValue) -> ExerciseDraft? {
    var fields = Fields(value, of: "the exercise")
    defer { problems += fields.finish() }
    guard fields.isMapping else { return nil }
    let id = fields.required("id")
    let title = fields.required("title")
    let points = fields.integer("points", in: 0...1000) ?? 1
    let limits = limits(fields.value("limits"))
    let hints = fields.texts("hints").map(\.text)
    let starterFails = starterFails(fields.value("starter"))
    let forbids = fields.texts("forbids").map(\.text)
    let mistakes = fields.values("mistakes").compactMap { mistake($0) }
    let questions = fields.texts("questions")
    guard let id, let title else { return nil }
    guard LessonReader.isIdentifier(id) else {
      fields.report(.invalidIdentifier(id), at: fields.place("id"))
      return nil
    }
    if let lesson, !id.hasPrefix(lesson + "/") {
      fields.report(.exerciseOfOtherLesson(id, lesson: lesson), at: fields.place("id"))
      return nil
    }
    let exercise = Exercise(
      id: id, title: title, points: points, limits: limits, hints: hints,
      starterFails: starterFails, forbids: forbids, mistakes: mistakes,
      questions: questions.map(\.text), position: value.position)
    return ExerciseDraft(
      exercise: exercise, checkNames: checkNames, questionNames: questions)
  }

  private mutating func limits(_ value: YAMLValue?) -> Limits {
    var limits = Limits()
    guard let value else { return limits }
    var fields = Fields(value, of: "limits")
    if let seconds = fields.number("seconds") {
      if seconds > 0, seconds <= 600 {
        limits.seconds = seconds
      } else {
        fields.report(
          .wrongType(field: "seconds", expected: "a number of seconds up to 600"),
          at: fields.place("seconds"))
      }
    }
    if let text = fields.text("memory") {
      if let bytes = Self.bytes(text) {
        limits.memory = bytes
      } else {
        fields.report(
          .wrongType(field: "memory", expected: "a size from 16MB to 64GB such as 512MB"),
          at: fields.place("memory"))
      }
    }
    problems += fields.finish()
    return limits
  }

  /// `512MB` in bytes; units are decimal, with an `i` binary.
  private static func bytes(_ text: String) -> Int? {
    guard let match = text.wholeMatch(of: /(\d{1,6}) ?([MG])(i?)B/),
      let number = Int(match.1)
    else { return nil }
    let base = match.3.isEmpty ? 1000 : 1024
    let bytes = number * base * base * (match.2 == "G" ? base : 1)
    return (16_000_000...64_000_000_000).contains(bytes) ? bytes : nil
  }

  private mutating func starterFails(_ value: YAMLValue?) -> [String] {
    guard let value else { return [] }
    var fields = Fields(value, of: "starter")
    let fails = fields.texts("fails", orOne: true)
    checkNames += fails
    problems += fields.finish()
    return fails.map(\.text)
  }

  private mutating func mistake(_ value: YAMLValue) -> Mistake? {
    var fields = Fields(value, of: "the mistake")
    defer { problems += fields.finish() }
    guard fields.isMapping else { return nil }
    let file = fields.required("file")
    let tells = fields.required("tells")
    let fails = fields.requiredTexts("fails")
    checkNames += fails
    let got = fields.text("got")
    guard let file, let tells else { return nil }
    guard !file.contains("/") else {
      fields.report(.pathLeavesCourse(file), at: fields.place("file"))
      return nil
    }
    guard Self.isFileName(file) else {
      fields.report(
        .wrongType(field: "file", expected: "a name such as wrong-axis.swift"),
        at: fields.place("file"))
      return nil
    }
    return Mistake(
      file: file, fails: fails.map(\.text), got: got, tells: tells, position: value.position)
  }

  /// Whether a text is the plain name of a Swift file: letters, digits, `-` and `_`.
  ///
  /// By hand: a course has hundreds of them, and a regular expression is slow to start.
  private static func isFileName(_ text: String) -> Bool {
    guard text.hasSuffix(".swift") else { return false }
    let name = text.utf8.dropLast(6)
    func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    guard let first = name.first, isWord(first) else { return false }
    return name.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}
