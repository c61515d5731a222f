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
    case predicts(Question, output: String)
  }
  var aim: Aim
  var exercise: Exercise?
  var lessonFile: String
  var path: String
  var source: String
  var firstLine = 1
  var position: SourcePosition
}

extension Workbook {
  /// The programs of a lesson.
  func trials(of lesson: Lesson) throws -> [LintTrial] {
    var trials: [LintTrial] = []
    for exercise in lesson.exercises where !exercise.checks.isEmpty {
      func add(_ aim: LintTrial.Aim, _ path: String, at position: SourcePosition? = nil) {
        // Files that cannot be read were reported when they were looked for.
        guard let source = try? Files.readSource("\(course.folder)/\(path)") else { return }
        trials.append(
          LintTrial(
            aim: aim, exercise: exercise, lessonFile: lesson.file, path: path, source: source,
            position: position ?? exercise.position))
      }
      add(.starter, exercise.starterPath)
      add(.solution, exercise.solutionPath)
      for file in try swiftFiles(exercise.alternativesFolder) {
        add(.alternative(file), "\(exercise.alternativesFolder)/\(file)")
      }
      for mistake in exercise.mistakes {
        add(.mistake(mistake), exercise.path(of: mistake), at: mistake.position)
      }
    }
    let codes = lesson.allCode
    for (index, code) in codes.enumerated() where code.code.isRun {
      // That an output block follows has been asked for when the lesson was read.
      guard codes.indices.contains(index + 1), codes[index + 1].code.isOutput else { continue }
      trials.append(
        LintTrial(
          aim: .prints(codes[index + 1].code.text), lessonFile: lesson.file, path: lesson.file,
          source: code.code.text, firstLine: code.code.firstLine, position: code.position))
    }
    for question in lesson.questions {
      guard case .predict(let code, let output) = question.kind else { continue }
      trials.append(
        LintTrial(
          aim: .predicts(question, output: output), lessonFile: lesson.file, path: lesson.file,
          source: code, firstLine: question.position.line, position: question.position))
    }
    return trials
  }

  /// Runs all trials, as many at once as there are processors.
  func run(
    _ trials: [LintTrial], progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> [CourseProblem] {
    let grader = try grader()
    var problems: [CourseProblem] = []
    try await withThrowingTaskGroup(of: CourseProblem?.self) { group in
      var waiting = trials[...]
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
        guard let trial = waiting.popFirst() else { break }
        group.addTask { try await problem(of: trial, grader) }
      }
      var done = 0
      while let problem = try await group.next() {
        done += 1
        progress(done, trials.count)
        if let problem { problems.append(problem) }
        if let trial = waiting.popFirst() {
          group.addTask { try await self.problem(of: trial, grader) }
        }
      }
    }
    return problems
  }

  private func problem(of trial: LintTrial, _ grader: Grader) async throws -> CourseProblem? {
    let reason: CourseProblem.Reason?
    if let exercise = trial.exercise {
      let verdict = try await grader.grade(
        source: trial.source, fileName: trial.path, exercise: exercise,
        lessonFile: trial.lessonFile, options: gradingOptions)
      reason = trial.aim.reason(of: verdict, exercise)
    } else {
      let run = try await grader.run(
        code: trial.source, fileName: trial.path, firstLine: trial.firstLine,
        options: gradingOptions)
      reason = trial.aim.reason(of: run)
    }
    return reason.map { CourseProblem($0, at: trial.position) }
  }
}

extension LintTrial.Aim {
  /// What is wrong when a program that is to be graded comes out so; nil where all is as declared.
  func reason(of verdict: Verdict, _ exercise: Exercise) -> CourseProblem.Reason? {
    let failing = verdict.checks.filter { $0.status == .failed }.map(\.title)
    let compileError = verdict.diagnostics.first.map {
      "\($0.file):\($0.line):\($0.column): \($0.message)"
    }
    let isCompiled = verdict.outcome != .compileError && verdict.outcome != .refused
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
    switch self {
    case .starter:
      guard isCompiled else { return .starterDoesNotCompile(refusal) }
      return Set(failing) == Set(exercise.starterFails)
        ? nil : .starterFails(expected: exercise.starterFails, actual: failing)
    case .solution: return verdict.hasPassed ? nil : .solutionFails(trouble())
    case .alternative(let file): return verdict.hasPassed ? nil : .alternativeFails(file, trouble())
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
    case .prints, .predicts: return nil
    }
  }

  /// What is wrong when code that a lesson shows comes out so.
  func reason(of run: CodeRun) -> CourseProblem.Reason? {
    func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
    if let failure = run.failure { return .runFails(failure) }
    switch self {
    case .prints(let expected) where trimmed(expected) != trimmed(run.output):
      return .outputDiffers(expected: trimmed(expected), actual: trimmed(run.output))
    case .predicts(let question, let expected) where trimmed(expected) != trimmed(run.output):
      return .predictDiffers(question.id, actual: trimmed(run.output))
    default: return nil
    }
  }
}
