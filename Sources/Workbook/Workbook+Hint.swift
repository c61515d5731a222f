import Curriculum
import Reviews
public import Terminal

extension Workbook {
  /// Unfolds the next hint of an exercise; those before it are shown again.
  public func hint(_ id: String, _ capabilities: Capabilities) throws -> [Line] {
    let exercise = try exercise(id).exercise
    guard !exercise.hints.isEmpty else {
      return Layout.paragraph(
        [
          .text("\(exercise.id) has no hints. Its checks tell what is wrong: "),
          .code("pare check \(exercise.id)"),
        ], capabilities)
    }
    let store = try openStore()
    let before = try store.hintsShown(for: exercise.id)
    let shown = try store.showHint(for: exercise.id, of: exercise.hints.count)
    var lines: [Line] = []
    for (index, hint) in exercise.hints.prefix(shown).enumerated() {
      if index > 0 { lines.append([]) }
      lines += Layout.title("Hint \(index + 1) of \(exercise.hints.count)", capabilities)
      lines += Layout.markdown(hint, capabilities)
    }
    if before >= exercise.hints.count {
      lines +=
        [[]]
        + Layout.paragraph(
          [
            .text("There are no more hints. The solution: "), .code("pare solution \(exercise.id)"),
          ],
          capabilities)
    }
    return lines
  }

  /// The reference solution beside the learner's: after passing, or when asked for twice.
  public func solution(_ id: String, _ capabilities: Capabilities) throws -> [Line] {
    let exercise = try exercise(id).exercise
    let reference = try Files.readSource(Files.inCourse(course.folder, exercise.solutionPath))
    let store = try openStore()
    let hasPassed = try store.bestAttempt(at: exercise.id)?.outcome == .passed
    let requests = try store.requestSolution(for: exercise.id)
    guard hasPassed || requests > 1 else {
      throw WorkbookError.solutionLocked(exercise: exercise.id)
    }
    var lines: [Line] = []
    if let path = workspace?.file(of: exercise.id), Files.exists(path) {
      lines += Layout.title("Yours: \(shownPath(of: exercise.id))", capabilities)
      lines += [[]] + Layout.code(try Files.readSource(path), capabilities) + [[]]
    }
    lines += Layout.title("Ours: \(exercise.solutionPath)", capabilities)
    lines += [[]] + Layout.code(reference, capabilities)
    return lines
  }
}
