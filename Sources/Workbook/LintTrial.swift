import Curriculum
import Foundation
import Grading

/// One program that the linter compiles and runs, and what it must do.
struct LintTrial: Sendable {
  enum Aim: Sendable {
    case starter, solution
    case alternative(String)
    case mistake(Mistake)
    case prints(String)
    case measures(String)
    case predicts(Question, output: String)
  }
  var aim: Aim
  var exercise: Exercise?
  var lesson: String
  var lessonFile: String
  var path: String
  var source: String
  var firstLine = 1
  var position: SourcePosition

  /// Whether what comes of it depends on how fast the machine is: such programs run alone.
  var measuresTime: Bool {
    if case .measures = aim { return true }
    guard let exercise else { return false }
    let clocks = ["expectFaster", "measureLatency", "ContinuousClock", "SuspendingClock"]
    return exercise.checks.contains { check in clocks.contains { check.code.contains($0) } }
  }

  /// The wall time that the course grants it, in seconds.
  var seconds: Double {
    if let exercise { return exercise.limits.seconds }
    if case .measures = aim { return CodeRun.measuringSeconds }
    return CodeRun.seconds
  }

  /// What a person reads while it runs.
  var name: String { exercise == nil ? "\(path):\(firstLine)" : path }
}

extension Workbook {
  /// The programs of a lesson, as far as they are meant.
  func trials(of lesson: Lesson, _ selection: LintSelection) throws -> [LintTrial] {
    var trials: [LintTrial] = []
    for exercise in selection.exercises(of: lesson) where !exercise.checks.isEmpty {
      func add(_ aim: LintTrial.Aim, _ path: String, at position: SourcePosition? = nil) {
        // Files that cannot be read were reported when they were looked for.
        guard let source = try? courseSource(path) else { return }
        trials.append(
          LintTrial(
            aim: aim, exercise: exercise, lesson: lesson.id, lessonFile: lesson.file, path: path,
            source: source, position: position ?? exercise.position))
      }
      add(.solution, exercise.solutionPath)
      add(.starter, exercise.starterPath)
      for file in try swiftFiles(exercise.alternativesFolder) {
        add(.alternative(file), "\(exercise.alternativesFolder)/\(file)")
      }
      for mistake in exercise.mistakes {
        add(.mistake(mistake), exercise.path(of: mistake), at: mistake.position)
      }
    }
    guard selection.exercise == nil else { return trials }
    let codes = lesson.allCode
    for (code, output) in zip(codes, codes.dropFirst()) {
      // That an output block follows has been asked for when the lesson was read.
      guard code.code.isRun || code.code.isMeasured, output.code.isOutput else { continue }
      trials.append(
        LintTrial(
          aim: code.code.isMeasured ? .measures(output.code.text) : .prints(output.code.text),
          lesson: lesson.id, lessonFile: lesson.file, path: lesson.file, source: code.code.text,
          firstLine: code.code.firstLine, position: code.position))
    }
    for question in lesson.questions {
      guard case .predict(let code, let output) = question.kind else { continue }
      trials.append(
        LintTrial(
          aim: .predicts(question, output: output), lesson: lesson.id, lessonFile: lesson.file,
          path: lesson.file, source: code, firstLine: question.position.line,
          position: question.position))
    }
    return trials
  }
}

extension Exercise {
  /// The path of a declared mistake, relative to the course folder.
  func path(of mistake: Mistake) -> String { "\(mistakesFolder)/\(mistake.file)" }
}

extension LintTrial.Aim {
  /// What is wrong when a program that is to be graded comes out so; nil where all is as declared.
  func reason(of verdict: Verdict, _ exercise: Exercise) -> CourseProblem.Reason? {
    let failing = verdict.checks.filter { $0.status == .failed }.map(\.title)
    let compileError = verdict.diagnostics.first.map {
      "\($0.file):\($0.line):\($0.column): \($0.message)"
    }
    let isCompiled = verdict.isCompiled
    let refusal = compileError ?? verdict.refusal ?? "it was refused"
    /// What kept a right solution from passing.
    func trouble() -> String {
      guard isCompiled else { return refusal }
      let worst = verdict.checks.first { $0.status != .passed }
      let details = [
        worst?.message, worst?.expected.map { "expected \($0)" }, worst?.got.map { "got \($0)" },
      ].compactMap { $0 }.joined(separator: ", ")
      return
        "the check \"\(worst?.title ?? "")\" is \(worst?.status.rawValue ?? "lost"). \(details)"
    }
    let isUndecided = verdict.outcome == .undecided
    switch self {
    case .starter:
      guard isCompiled else { return .starterDoesNotCompile(refusal) }
      return Set(failing) == Set(exercise.starterFails)
        ? nil : .starterFails(expected: exercise.starterFails, actual: failing)
    case .solution:
      guard !isUndecided else { return .solutionUndecided(trouble()) }
      return verdict.hasPassed ? nil : .solutionFails(trouble())
    case .alternative(let file):
      guard !isUndecided else { return .alternativeUndecided(file, trouble()) }
      return verdict.hasPassed ? nil : .alternativeFails(file, trouble())
    case .mistake(let mistake):
      guard isCompiled else { return .mistakeDoesNotCompile(mistake.file, refusal) }
      guard !verdict.hasPassed else { return .mistakePasses(mistake.file) }
      guard Set(failing) == Set(mistake.fails) else {
        return .mistakeFails(mistake.file, expected: mistake.fails, actual: failing)
      }
      guard verdict.mistake?.file == mistake.file else {
        if let got = mistake.got {
          let actual = verdict.checks.first { $0.status == .failed }?.got ?? "nothing"
          return .mistakeHasOtherValue(mistake.file, expected: got, actual: actual)
        }
        return .mistakeToldAs(mistake.file, other: verdict.mistake?.file ?? "none")
      }
      return nil
    case .prints, .measures, .predicts: return nil
    }
  }

  /// What is wrong when code that a lesson shows comes out so.
  func reason(of run: CodeRun) -> CourseProblem.Reason? {
    func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
    if let failure = run.failure { return .runFails(failure) }
    switch self {
    case .prints(let expected) where trimmed(expected) != trimmed(run.output):
      return .outputDiffers(expected: trimmed(expected), actual: trimmed(run.output))
    case .measures(let expected):
      let (shown, printed) = (MaskedNumbers.mask(expected), MaskedNumbers.mask(run.output))
      return shown == printed ? nil : .measureDiffers(expected: shown, actual: printed)
    case .predicts(let question, let expected) where trimmed(expected) != trimmed(run.output):
      return .predictDiffers(question.id, actual: trimmed(run.output))
    default: return nil
    }
  }
}
