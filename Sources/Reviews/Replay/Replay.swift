public import Foundation

/// Computes review histories of a file again, step by step, for comparison with other programs.
///
/// Elapsed days are the file's own `days_since_last_review`, whole periods of 24 hours; calendar
/// days and time zones have no part here.
///
/// With `enable_fuzzing` the days in review are drawn by ``FuzzRange`` from the sequence's id and
/// the number of answers before: the same file always gives the same days. The reference draws
/// from an unseeded generator, so its fuzzed days cannot be expected; states, stabilities and
/// difficulties do not depend on the draw.
public enum Replay {
  /// The name of the output's format.
  public static let schema = "pare.replay/1"

  /// Replays every sequence, in the order of the file.
  ///
  /// - Parameter json: an object with `parameter_sets` (name to 21 weights) and `sequences`, each
  ///   with `id`, `parameters`, `desired_retention`, `learning_steps_s`, `relearning_steps_s`,
  ///   `maximum_interval` (days), `enable_fuzzing` and `steps` of `rating`, `review_datetime` and
  ///   `days_since_last_review` (null in the first). Other fields are passed over.
  /// - Returns: `{"schema": "pare.replay/1", "sequences": [{"id", "steps": [{"state", "step",
  ///   "stability", "difficulty", "interval_s", "due"}]}]}`. States are 1 Learning, 2 Review,
  ///   3 Relearning; `step` is null in Review; numbers have full precision.
  /// - Throws: ``ReplayError`` naming the sequence, the step and the field.
  public static func run(json: Data) throws -> Data {
    let file = try read(json)
    let sequences = try file.sequences.map { try replay($0, sets: file.parameterSets) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(Output(schema: schema, sequences: sequences))
  }

  private static func read(_ json: Data) throws -> ReplayFile {
    do {
      return try JSONDecoder().decode(ReplayFile.self, from: json)
    } catch DecodingError.dataCorrupted(let context) {
      throw ReplayError.notJSON(syntaxProblem(json) ?? context.debugDescription)
    }
  }

  /// What the other JSON parser of Foundation says: it names the character, where the decoder
  /// says no more than that the data is not valid.
  private static func syntaxProblem(_ json: Data) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
      return nil
    } catch {
      let problem = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
      return problem ?? error.localizedDescription
    }
  }

  private static func replay(
    _ sequence: ReplaySequence, sets: [String: [Double]]
  ) throws -> Output.Sequence {
    let id = sequence.id.description
    guard let weights = sets[sequence.parameters] else {
      throw ReplayError.unknownParameterSet(
        sequence.parameters, place: .sequence(id), known: Array(sets.keys))
    }
    let scheduler: Scheduler
    do {
      scheduler = try Scheduler(
        parameters: FSRSParameters(weights), desiredRetention: sequence.desiredRetention,
        learningSteps: sequence.learningSteps, relearningSteps: sequence.relearningSteps,
        maximumInterval: sequence.maximumInterval, fuzzes: sequence.enableFuzzing)
    } catch {
      throw ReplayError.setting(place: .sequence(id), problem: error)
    }

    var card = CardState(new: id, due: .distantPast)
    var previous: ReplayStep?
    var steps: [Output.Step] = []
    for (index, step) in sequence.steps.enumerated() {
      if let previous, step.time < previous.time, step.elapsedDays > 0 {
        throw ReplayError.datesOutOfOrder(
          place: .step(sequence: id, index: index), date: step.dateText,
          previous: previous.dateText, days: step.elapsedDays)
      }
      let schedule = scheduler.schedule(
        card, grade: step.grade, elapsedDays: step.elapsedDays,
        at: Date(timeIntervalSince1970: Double(step.time.microseconds) / 1e6))
      card = schedule.card
      previous = step
      steps.append(Output.Step(schedule, at: step.time))
    }
    return Output.Sequence(id: sequence.id, steps: steps)
  }
}

/// What a replay prints.
private struct Output: Encodable {
  let schema: String
  let sequences: [Sequence]

  struct Sequence: Encodable {
    let id: ReplayID
    let steps: [Step]
  }

  struct Step: Encodable {
    let state: Int
    let step: Int?
    let memory: MemoryState?
    let interval: Double
    let due: String

    init(_ schedule: Schedule, at time: UTCTime) {
      state = schedule.card.phase.rawValue
      step = schedule.card.step
      memory = schedule.card.memory
      interval = schedule.interval.seconds
      let wait = Int64((interval * 1e6).rounded(.toNearestOrEven))
      due = UTCTime(microseconds: time.microseconds + wait).description
    }

    enum CodingKeys: String, CodingKey {
      case state, step, stability, difficulty, due
      case interval = "interval_s"
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(state, forKey: .state)
      // A card in review has no step: null, not an absent key.
      try fields.encode(step, forKey: .step)
      try fields.encode(memory?.stability, forKey: .stability)
      try fields.encode(memory?.difficulty, forKey: .difficulty)
      try fields.encode(interval, forKey: .interval)
      try fields.encode(due, forKey: .due)
    }
  }
}
