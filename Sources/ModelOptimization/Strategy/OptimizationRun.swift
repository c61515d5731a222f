#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The optimization of a model while it goes on: what is done, and the model that the next step
/// begins with.
struct OptimizationRun {
  private(set) var done: [OptimizationEntry] = []
  /// What is asked for.
  private(set) var target = ModelFigures(accuracy: 0, bytes: 0, microseconds: 0)
  let monitor: OptimizationMonitor
  private let log: RunLog
  private let known: [OptimizationEntry]
  private let validation: FashionMNIST
  private var original: ModelFile?

  init(
    path: String, fields: [String: String], validation: FashionMNIST, monitor: OptimizationMonitor
  ) throws {
    let log = try RunLog(path, fields: fields)
    known = try log.lines.enumerated().map { index, line in
      guard let entry = OptimizationEntry(line: line) else {
        throw RunLogError.damaged(path, line: index + 2)
      }
      return entry
    }
    self.log = log
    self.validation = validation
    self.monitor = monitor
  }

  /// What a step made.
  struct Product {
    var name: String
    /// Nil where the step made no model.
    var file: ModelFile?
    /// What is to be said where it made none.
    var note = ""
    /// Whether speed and size are those that it promises once it is quantized.
    var isJudgedByOutlook = false
  }

  static func modelFile(_ step: OptimizationStep, _ path: String) -> String {
    "\(path).\(step.rawValue).safetensors"
  }

  static func checkpoint(_ step: OptimizationStep, _ path: String) -> String {
    "\(path).\(step.rawValue).checkpoint"
  }

  /// Where a training of the step is kept, and whether it has begun already.
  func checkpoint(of step: OptimizationStep) -> CheckpointFile {
    let path = Self.checkpoint(step, log.path)
    return CheckpointFile(path, isResumed: access(path, F_OK) == 0)
  }

  /// The entry that the next step begins with.
  var current: OptimizationEntry { done.last { $0.isKept } ?? done[0] }

  /// What the step of that kind came to; nil where there was none.
  func entry(of step: OptimizationStep) -> OptimizationEntry? { done.last { $0.step == step } }

  /// The model that the next step begins with.
  func currentFile() throws -> ModelFile { try file(of: current) }

  /// The last entry that was kept and is in floating point, so that it can be trained on.
  var networkEntry: OptimizationEntry {
    done.last { $0.isKept && $0.step != .quantize && $0.step != .tune } ?? done[0]
  }

  /// The model of that entry.
  func networkFile() throws -> ModelFile { try file(of: networkEntry) }

  private func file(of entry: OptimizationEntry) throws -> ModelFile {
    if entry.step == .baseline, let original { return original }
    return try ModelFile(contentsOf: Self.modelFile(entry.step, log.path))
  }

  /// Measures the model to begin with.
  mutating func begin(
    with file: ModelFile, name: String, goal: OptimizationGoal, microseconds: Double?
  ) throws {
    original = file
    try add(.baseline) { validation in
      let bytes = try file.bytes()
      var figures = try ModelFigures(ofFile: bytes, on: validation)
      figures.microseconds = microseconds ?? figures.microseconds
      return OptimizationEntry(
        step: .baseline, name: name, figures: figures, outlook: try file.outlook(figures),
        isKept: true, note: "the model to begin with, in 32 bits.")
    }
    target = goal.target(from: done[0].figures ?? target)
  }

  /// Does a step, or takes over what an earlier run did.
  mutating func perform(_ step: OptimizationStep, _ make: (OptimizationRun) throws -> Product)
    throws
  {
    let before = self
    try add(step) { validation in
      let product = try make(before)
      guard var file = product.file else {
        return OptimizationEntry(
          step: step, name: product.name, figures: nil, isKept: false, note: product.note)
      }
      file.metadata = before.original?.metadata ?? [:]
      let figures = try ModelFigures(ofFile: try file.bytes(), on: validation)
      let outlook = product.isJudgedByOutlook ? try file.outlook(figures) : nil
      try file.save(to: Self.modelFile(step, before.log.path))
      return before.judged(step, product.name, figures, outlook)
    }
    unlink(Self.checkpoint(step, log.path))
  }

  private func judged(
    _ step: OptimizationStep, _ name: String, _ figures: ModelFigures, _ outlook: ModelFigures?
  ) -> OptimizationEntry {
    let (old, new) =
      outlook.map { (current.outlook ?? current.figures ?? figures, $0) }
      ?? (current.figures ?? figures, figures)
    let isKept = OptimizationGoal.isWorthwhile(new, after: old, target: target)
    let note =
      isKept
      ? (OptimizationGoal.shortfall(of: new, from: target) == 0
        ? "kept: speed and size are reached." : "kept: nearer to the goals.")
      : new.accuracy < min(target.accuracy, old.accuracy)
        ? "not kept: it loses more accuracy than is allowed."
        : "not kept: it comes no nearer to the goals."
    return OptimizationEntry(
      step: step, name: name, figures: figures, outlook: outlook, isKept: isKept, note: note)
  }

  private mutating func add(
    _ step: OptimizationStep, _ make: (FashionMNIST) throws -> OptimizationEntry
  ) throws {
    if done.count < known.count {
      guard known[done.count].step == step else {
        throw RunLogError.damaged(log.path, line: done.count + 2)
      }
      done.append(known[done.count])
    } else {
      if monitor.training.shouldStop() {
        throw OptimizationError.interrupted(step: step.rawValue, state: log.path)
      }
      monitor.begin(step)
      let entry = try make(validation)
      try log.append(entry.line)
      done.append(entry)
    }
    monitor.entry(done[done.count - 1])
  }
}
