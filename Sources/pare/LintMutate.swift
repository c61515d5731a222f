import ArgumentParser
import Workbook

/// `pare lint --mutate`: whether the checks notice what is wrong.
struct MutationArguments: ParsableArguments {
  @Flag(
    name: .long,
    help: ArgumentHelp(
      """
      Change the solutions in small ways and count the wrong programs that the checks catch, \
      nothing else; 80 % of an exercise's must be.
      """))
  var mutate = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How many of these an exercise gets, or \"all\".", valueName: "number"))
  var mutants = Count.some(40)

  enum Count: ExpressibleByArgument {
    case some(Int)
    case all

    init?(argument: String) {
      if argument == "all" {
        self = .all
      } else if let number = Int(argument), number > 0 {
        self = .some(number)
      } else {
        return nil
      }
    }

    var defaultValueDescription: String { limit.map { "\($0)" } ?? "all" }

    var limit: Int? {
      switch self {
      case .some(let number): number
      case .all: nil
      }
    }
  }

  /// Tries the mutants and says what came of them.
  func run(
    _ workbook: Workbook, _ selection: LintSelection, usesCache: Bool, json: Bool
  ) async throws {
    let line = LintProgressLine(isShown: !json)
    let start = ContinuousClock.now
    let limit = mutants.limit
    let report = try await interruptible {
      try await workbook.mutate(selection, limit: limit, usesCache: usesCache) { progress in
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let left = seconds / Double(max(1, progress.done)) * Double(progress.all - progress.done)
        let estimate = progress.done < 10 ? "" : ", about \(LintProgressLine.time(left)) left"
        line.show("\(progress.done) of \(progress.all) mutants\(estimate): ", progress.exercise)
      }
    }
    line.clear()
    if json {
      try printJSON(MutationDocument(report))
    } else {
      try say(report.lines().joined(separator: "\n"))
    }
    if !report.isEnough { throw ExitCode(ExitStatus.notPassed.rawValue) }
  }
}

extension MutationReport {
  /// What was let through, then a table.
  fileprivate func lines() -> [String] {
    var lines: [String] = []
    for exercise in exercises {
      if let trouble = exercise.trouble { lines += ["\(exercise.file): \(trouble)", ""] }
      for survivor in exercise.survivors {
        let note = survivor.isUndecided ? " (a check was left undecided)" : ""
        lines += [
          "\(exercise.file):\(survivor.line):\(survivor.column): "
            + "no check notices a changed \(survivor.kind)\(note)",
          "  - \(survivor.before)",
          "  + \(survivor.after.isEmpty ? "(left out)" : survivor.after)",
          "",
        ]
      }
    }
    let width = exercises.map(\.id.count).max() ?? 0
    func row(_ name: String, _ caught: Int, _ all: Int, _ share: Double, _ note: String) -> String {
      let figures = "\(caught) of \(all)"
      return name + String(repeating: " ", count: max(width, 8) - name.count)
        + String(repeating: " ", count: max(1, 12 - figures.count)) + figures
        + String(repeating: " ", count: share < 1 ? 3 : 2) + "\(share.percent) %\(note)"
    }
    for exercise in exercises {
      lines.append(
        exercise.trouble != nil
          ? "\(exercise.id)   not tried"
          : row(
            exercise.id, exercise.caughtCount, exercise.mutantCount, exercise.share,
            exercise.isEnough ? "" : "  too few"))
    }
    lines.append(row("together", caughtCount, mutantCount, share, ""))
    return lines
  }
}

extension Double {
  /// In whole per cent, rounded down: 79.9 is not yet 80.
  fileprivate var percent: Int { Int(self * 100) }
}

/// The report for a program to read.
private struct MutationDocument: Encodable {
  let schema = "pare.mutants/1"
  let least: Double
  let mutants: Int
  let caught: Int
  let isEnough: Bool
  let exercises: [Part]

  struct Part: Encodable {
    let id: String
    let file: String
    let mutants: Int
    let caught: Int
    let broken: Int
    let equal: Int
    let untried: Int
    let isEnough: Bool
    let survivors: [ExerciseMutation.Survivor]
    let trouble: String?
  }

  init(_ report: MutationReport) {
    least = MutationReport.leastShare
    mutants = report.mutantCount
    caught = report.caughtCount
    isEnough = report.isEnough
    exercises = report.exercises.map {
      Part(
        id: $0.id, file: $0.file, mutants: $0.mutantCount, caught: $0.caughtCount,
        broken: $0.brokenCount, equal: $0.equalCount, untried: $0.untriedCount,
        isEnough: $0.isEnough, survivors: $0.survivors, trouble: $0.trouble)
    }
  }
}
