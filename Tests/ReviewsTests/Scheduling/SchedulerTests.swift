import Foundation
import Reviews
import Testing

@Suite struct `A scheduler` {
  /// An independent implementation met the reference to 1e-14; the 1e-12 asked for here leaves
  /// room for another system's `pow`.
  static let tolerance = 1e-12

  @Test func `computes the 256 histories of the reference`() throws {
    let fixture = try Fixture.load()
    #expect(fixture.sequences.count == 256)
    var answers = 0
    for sequence in fixture.sequences {
      let weights = try #require(fixture.parameterSets[sequence.parameters])
      let scheduler = try Scheduler(
        parameters: FSRSParameters(weights), desiredRetention: sequence.desiredRetention,
        learningSteps: sequence.learningSteps, relearningSteps: sequence.relearningSteps,
        maximumInterval: sequence.maximumInterval, fuzzes: false)
      var card = CardState(new: String(sequence.id), due: .distantPast)
      for (index, step) in sequence.steps.enumerated() {
        let place = "sequence \(sequence.id), step \(index)"
        let grade = try #require(Grade(rawValue: step.rating))
        let recall = scheduler.retrievability(of: card, elapsedDays: step.days ?? 0) ?? 0
        #expect(abs(recall - step.retrievability) <= Self.tolerance, "\(place)")
        let schedule = scheduler.schedule(
          card, grade: grade, elapsedDays: step.days ?? 0,
          at: Date(timeIntervalSince1970: Double(step.epoch)))
        card = schedule.card
        let memory = try #require(card.memory)
        #expect(relativeError(memory.stability, step.stability) <= Self.tolerance, "\(place)")
        #expect(relativeError(memory.difficulty, step.difficulty) <= Self.tolerance, "\(place)")
        #expect(card.phase.rawValue == step.state, "\(place)")
        #expect(card.step == step.step, "\(place)")
        #expect(schedule.interval.seconds == Double(step.interval), "\(place)")
        #expect(card.due == (try moment(step.due)), "\(place)")
        answers += 1
      }
      #expect(card.reviews == sequence.steps.count)
    }
    #expect(answers == 2552)
  }

  @Test func `computes the golden histories`() throws {
    let fixture = try Fixture.load()
    #expect(fixture.golden.count == 3)
    for history in fixture.golden {
      let scheduler = try Scheduler(desiredRetention: history.retention, fuzzes: false)
      var card = CardState(new: history.name, due: .distantPast)
      for step in history.steps {
        let time = try moment(step.at)
        let seconds = card.lastReview.map { time.timeIntervalSince($0) } ?? 0
        card =
          scheduler.schedule(
            card, grade: try #require(Grade(rawValue: step.rating)),
            elapsedDays: Int((seconds / 86_400).rounded(.down)), at: time
          ).card
        let memory = try #require(card.memory)
        #expect(relativeError(memory.stability, step.S) <= Self.tolerance)
        #expect(relativeError(memory.difficulty, step.D) <= Self.tolerance)
        #expect(card.phase.rawValue == step.state)
        #expect(card.step == step.step)
        #expect(card.due == (try moment(step.due)))
      }
    }
  }

  @Test(
    arguments: [
      // steps, step before, grade → step after (nil: review), wait in seconds
      ([60.0, 600], 0, Grade.again, 0, 60.0),
      ([60, 600], 1, .again, 0, 60),
      ([60, 600], 0, .hard, 0, 330),
      ([60, 600], 1, .hard, 1, 600),
      ([60, 600], 0, .good, 1, 600),
      ([600], 0, .hard, 0, 900),
      ([60, 600, 3600], 2, .hard, 2, 3600),
      ([60, 600], 1, .good, nil, nil),
      ([60, 600], 0, .easy, nil, nil),
      ([], 0, .again, nil, nil),
      // The steps were shortened since the card was last asked.
      ([60], 3, .hard, nil, nil),
      ([60], 3, .again, 0, 60),
    ] as [([Double], Int, Grade, Int?, Double?)])
  func `walks the steps`(
    steps: [Double], step: Int, grade: Grade, expected: Int?, wait: Double?
  ) throws {
    let scheduler = try Scheduler(learningSteps: steps, relearningSteps: steps, fuzzes: false)
    for phase in [CardState.Phase.learning, .relearning] {
      let card = CardState(
        id: "a", phase: phase, step: step, memory: MemoryState(stability: 2, difficulty: 5),
        due: .distantPast, lastReview: .distantPast, reviews: 3)
      let schedule = scheduler.schedule(card, grade: grade, elapsedDays: 0, at: .distantPast)
      #expect(schedule.card.step == expected)
      #expect(schedule.card.phase == (expected == nil ? .review : phase))
      if let wait {
        #expect(schedule.interval == .seconds(wait))
      } else {
        guard case .days = schedule.interval else {
          Issue.record("a card that leaves its steps waits for days")
          return
        }
      }
    }
  }

  @Test func `relearns a forgotten card only when there are relearning steps`() throws {
    let card = CardState(
      id: "a", phase: .review, step: nil, memory: MemoryState(stability: 30, difficulty: 5),
      due: .distantPast, lastReview: .distantPast, reviews: 9)
    let relearned = Scheduler.standard.schedule(
      card, grade: .again, elapsedDays: 30, at: .distantPast)
    #expect(relearned.card.phase == .relearning)
    #expect(relearned.interval == .seconds(600))
    let kept = try Scheduler(relearningSteps: [], fuzzes: false)
      .schedule(card, grade: .again, elapsedDays: 30, at: .distantPast)
    #expect(kept.card.phase == .review)
    #expect(kept.card.step == nil)
  }

  @Test func `counts negative days as the same day`() {
    let card = CardState(
      id: "a", phase: .review, step: nil, memory: MemoryState(stability: 30, difficulty: 5),
      due: .distantPast, lastReview: .distantPast, reviews: 9)
    for grade in Grade.allCases {
      let same = Scheduler.standard.schedule(card, grade: grade, elapsedDays: 0, at: .distantPast)
      let back = Scheduler.standard.schedule(card, grade: grade, elapsedDays: -9, at: .distantPast)
      #expect(same == back)
    }
  }

  @Test func `stays finite and within its limits over any history`() throws {
    let loosest = try FSRSParameters(FSRSParameters.bounds.map(\.upperBound))
    let tightest = try FSRSParameters(FSRSParameters.bounds.map(\.lowerBound))
    for parameters in [loosest, tightest] {
      let scheduler = try Scheduler(parameters: parameters, desiredRetention: 0.7)
      for grade in Grade.allCases {
        var card = CardState(new: "a", due: .distantPast)
        for answer in 0..<400 {
          let schedule = scheduler.schedule(
            card, grade: grade, elapsedDays: answer % 2 == 0 ? 100_000 : 0, at: .distantPast)
          card = schedule.card
          let memory = try #require(card.memory)
          #expect(memory.stability.isFinite && memory.stability >= 0.001)
          #expect((1...10).contains(memory.difficulty))
          #expect(schedule.interval.seconds <= 36500 * 86_400)
        }
      }
    }
  }

  @Test(arguments: [
    (0.0, [60.0], 10), (1, [60], 10), (.nan, [60], 10), (-0.5, [60], 10), (0.9, [-1], 10),
    (0.9, [.nan], 10), (0.9, [.infinity], 10), (0.9, [60], 0), (0.9, [60], Int.max),
  ])
  func `refuses settings out of range`(retention: Double, steps: [Double], maximum: Int) {
    #expect(throws: SchedulerError.self) {
      try Scheduler(
        desiredRetention: retention, learningSteps: steps, maximumInterval: maximum)
    }
  }

  @Test func `refuses weights out of their bounds and names them`() {
    var weights = FSRSParameters.default.weights
    weights[20] = 0.9
    #expect(throws: SchedulerError.weightOutOfBounds(index: 20, value: 0.9)) {
      try FSRSParameters(weights)
    }
    weights[20] = .nan
    #expect(throws: SchedulerError.self) { try FSRSParameters(weights) }
    #expect(throws: SchedulerError.weightCount(19)) {
      try FSRSParameters(Array(weights.prefix(19)))
    }
    #expect(
      SchedulerError.weightOutOfBounds(index: 20, value: 0.9).description
        == "weight w20 is 0.9. It must lie between 0.1 and 0.8.")
  }

  @Test func `has default weights that keep the bounds`() throws {
    #expect(try FSRSParameters(FSRSParameters.default.weights) == .default)
    #expect(try Scheduler() == .standard)
  }
}
