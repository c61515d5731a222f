/// What a search of architectures has found out, with a log where there is one.
struct EvaluationRecord {
  /// What was asked for, in its order; one that came up twice is here once.
  private(set) var evaluations: [ArchitectureSearch.Evaluation] = []
  private let log: RunLog?
  /// Scores from the log and from this run, by architecture and budget.
  private var known: [String: Double] = [:]

  /// Opens the log, or begins one.
  ///
  /// - Throws: `RunLogError`, `FileError`.
  init(_ path: String?, search: ArchitectureSearch) throws {
    guard let path else {
      log = nil
      return
    }
    let log = try RunLog(
      path,
      fields: [
        "format": "pare.architectures/1", "space": "\(search.space)",
        "method": "\(search.method)", "trials": "\(search.trials)", "limit": "\(search.limit)",
        "budgets": "\(search.halving.budgets) by \(search.halving.factor)",
        "seed": "\(search.seed)",
      ])
    for (number, line) in log.lines.enumerated() {
      var reader = JSONReader(line)
      guard case .object(let members) = try? reader.readValue(depth: 2),
        case .string(let key) = members["key"], case .number(let score) = members["score"]
      else { throw RunLogError.damaged(path, line: number + 2) }
      known[key] = score
    }
    self.log = log
  }

  /// The score of an architecture, which is found out where nobody knows it yet.
  mutating func score(
    of architecture: ConvolutionalArchitecture, cost: Double, budget: Int,
    evaluate: (_ done: Int) throws -> Double
  ) throws -> Double {
    let key = "\(architecture) | \(budget)"
    let isNew = !evaluations.contains {
      $0.architecture == architecture && $0.budget == budget
    }
    let score: Double
    if let found = known[key] {
      score = found
    } else {
      let result = try evaluate(evaluations.count)
      // A training that failed loses to all others, and can be written in JSON.
      score = result.isFinite ? result : -.greatestFiniteMagnitude
      known[key] = score
      try log?.append(JSONValue.object(["key": .string(key), "score": .number(score)]).text)
    }
    if isNew {
      evaluations.append(
        ArchitectureSearch.Evaluation(
          architecture: architecture, cost: cost, budget: budget, score: score))
    }
    return score
  }
}
