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
