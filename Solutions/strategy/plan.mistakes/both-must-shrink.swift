enum Technique: Int, CaseIterable {
  case distill
  case prune
  case fuse
  case quantize
}

struct Reading: Equatable {
  var accuracy: Double
  var bytes: Double
  var microseconds: Double
}

struct PlannedStep<Model> {
  var technique: Technique
  var apply: (Model) throws -> Model
}

struct Outcome<Model> {
  var model: Model
  var kept: [Technique]
}

func inOrder<Model>(_ steps: [PlannedStep<Model>]) -> [PlannedStep<Model>] {
  Technique.allCases.flatMap { technique in
    steps.filter { step in step.technique == technique }
  }
}

func isWorthKeeping(_ new: Reading, after old: Reading, least: Double) -> Bool {
  guard new.accuracy >= least else { return false }
  let before = old.bytes * old.microseconds
  return new.bytes < old.bytes && new.microseconds < old.microseconds && before > 0
}

func planned<Model>(
  _ start: Model, steps: [PlannedStep<Model>], maximumDrop: Double, measure: (Model) -> Reading
) -> Outcome<Model> {
  var outcome = Outcome(model: start, kept: [])
  var reading = measure(start)
  let least = reading.accuracy - maximumDrop
  for step in inOrder(steps) {
    guard let candidate = try? step.apply(outcome.model) else { continue }
    let found = measure(candidate)
    if isWorthKeeping(found, after: reading, least: least) {
      outcome.model = candidate
      outcome.kept.append(step.technique)
      reading = found
    }
  }
  return outcome
}
