/// A step on the way from a model to a smaller and faster one.
public enum OptimizationStep: String, CaseIterable, Sendable {
  /// The model as it is.
  case baseline
  /// How large the student may be: found with untrained networks, whose speed is that of trained
  /// ones.
  case design
  /// A small network learns from the model.
  case distill
  /// The same with a larger student, where the first one learned too little.
  case enlarge
  /// Filters and neurons are removed, and the rest is trained on.
  case prune
  /// Weights and activations become integers of 8 bits.
  case quantize
  /// The same, with training for what rounding lost.
  case tune
  /// Batch norms become part of the weights before them.
  case fuse
}

/// What came of a step.
public struct OptimizationEntry: Equatable, Sendable {
  /// The step.
  public let step: OptimizationStep
  /// What was made, in a few words: `student 16-32-64`.
  public let name: String
  /// What it reaches, the accuracy on the validation images; nil where the step made no model.
  public let figures: ModelFigures?
  /// The same, were it quantized to 8 bits at once: what speed and size it promises.
  public let outlook: ModelFigures?
  /// Whether the next step begins with it.
  public let isKept: Bool
  /// Why it was kept or not, in a sentence.
  public let note: String

  /// Creates an entry.
  public init(
    step: OptimizationStep, name: String, figures: ModelFigures?, outlook: ModelFigures? = nil,
    isKept: Bool, note: String
  ) {
    self.step = step
    self.name = name
    self.figures = figures
    self.outlook = outlook
    self.isKept = isKept
    self.note = note
  }
}

extension OptimizationEntry {
  /// The entry as a line of a run's log.
  var line: String {
    var members: [String: JSONValue] = [
      "step": .string(step.rawValue), "name": .string(name), "kept": .bool(isKept),
      "note": .string(note),
    ]
    members["figures"] = figures?.json
    members["outlook"] = outlook?.json
    return JSONValue.object(members).text
  }

  /// Reads a line, which may hold anything; nil where it is no entry.
  init?(line: ArraySlice<UInt8>) {
    var reader = JSONReader(line)
    guard case .object(let members) = try? reader.readValue(depth: 2),
      (try? reader.expectEnd()) != nil,
      case .string(let word) = members["step"], let step = OptimizationStep(rawValue: word),
      case .string(let name) = members["name"], case .bool(let isKept) = members["kept"],
      case .string(let note) = members["note"]
    else { return nil }
    let figures = members["figures"].map(ModelFigures.init(json:))
    let outlook = members["outlook"].map(ModelFigures.init(json:))
    if figures == .some(nil) || outlook == .some(nil) { return nil }
    self.init(
      step: step, name: name, figures: figures ?? nil, outlook: outlook ?? nil, isKept: isKept,
      note: note)
  }
}

extension ModelFigures {
  fileprivate var json: JSONValue {
    .object([
      "accuracy": .number(accuracy), "bytes": JSONValue(bytes),
      "microseconds": .number(microseconds),
    ])
  }

  fileprivate init?(json: JSONValue) {
    guard case .object(let members) = json, case .number(let accuracy) = members["accuracy"],
      case .number(let count) = members["bytes"], let bytes = Int(exactly: count),
      case .number(let microseconds) = members["microseconds"], microseconds > 0, bytes >= 0
    else { return nil }
    self.init(accuracy: accuracy, bytes: bytes, microseconds: microseconds)
  }
}
