/// What is done to a model. The cases stand in the order in which they are applied.
enum Technique: Int, CaseIterable {
  /// A smaller network learns from the larger one. Needs nothing but its answers.
  case distill
  /// Filters go, the rest is trained on. Needs floats.
  case prune
  /// Batch norms are folded and activations joined: what will run is what ranges are taken of.
  case fuse
  /// Weights and activations become integers. Needs final weights, and nothing else to train.
  case quantize
}

/// What a model is measured by.
struct Reading: Equatable {
  var accuracy: Double
  var bytes: Double
  var microseconds: Double
}

/// A technique, and how it changes a model; it throws where it cannot.
struct PlannedStep<Model> {
  var technique: Technique
  var apply: (Model) throws -> Model
}

/// What came of a plan.
struct Outcome<Model> {
  var model: Model
  /// The techniques that were kept, in their order.
  var kept: [Technique]
}

/// The steps in the order in which techniques are applied; equal ones stay as they were.
func inOrder<Model>(_ steps: [PlannedStep<Model>]) -> [PlannedStep<Model>] {
  // TODO
  steps
}

/// Whether a step is worth keeping: the accuracy is not below `least`; bytes and time together have
/// shrunk (their product is at least 2 % smaller, more than the clock's noise).
func isWorthKeeping(_ new: Reading, after old: Reading, least: Double) -> Bool {
  // TODO
  true
}

/// Applies one step after the other, in order, and keeps what helps.
///
/// Each step begins with what was kept before it. One that throws is skipped.
///
/// - Parameters:
///   - maximumDrop: how far below the *first* model's accuracy a kept model may be.
///   - measure: reads a model. It is expensive: once for each model.
func planned<Model>(
  _ start: Model, steps: [PlannedStep<Model>], maximumDrop: Double, measure: (Model) -> Reading
) -> Outcome<Model> {
  // TODO
  Outcome(model: start, kept: [])
}
