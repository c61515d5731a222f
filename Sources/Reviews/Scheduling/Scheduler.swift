public import Foundation

/// FSRS-6: from a card, a grade and the days since the last answer to the next date.
///
/// A value without a clock or a store. It computes what PyPI `fsrs` 6.3.2 computes, but for the
/// fuzz, which here is a function of the card (see ``FuzzRange``).
public struct Scheduler: Sendable, Hashable {
  /// Names the algorithm in the log, so that an answer can be computed again later.
  public static let version = "FSRS-6"
  /// The largest maximum interval, in days.
  public static let longestInterval = 1_000_000
  /// 21 default weights, retention 0.9, steps of 1 and 10 minutes, relearning in 10, with fuzz.
  public static let standard = Scheduler(
    unchecked: .default, desiredRetention: 0.9, learningSteps: [60, 600], relearningSteps: [600],
    maximumInterval: 36500, fuzzes: true)

  /// The weights of the memory model.
  public let parameters: FSRSParameters
  /// The probability of recall at which a card is asked again, between 0 and 1.
  public let desiredRetention: Double
  /// The waits of a new card, in seconds.
  public let learningSteps: [Double]
  /// The waits of a forgotten card, in seconds.
  public let relearningSteps: [Double]
  /// The longest interval, in days.
  public let maximumInterval: Int
  /// Whether intervals in review are spread over a few days, so that cards do not clump.
  public let fuzzes: Bool

  /// Takes settings that can be used.
  ///
  /// - Parameters:
  ///   - desiredRetention: above 0 and below 1.
  ///   - learningSteps: seconds, each from 0 to a year.
  ///   - relearningSteps: seconds, each from 0 to a year.
  ///   - maximumInterval: days, from 1 to ``longestInterval``.
  /// - Throws: ``SchedulerError`` for the first setting that is out of range.
  public init(
    parameters: FSRSParameters = .default,
    desiredRetention: Double = 0.9,
    learningSteps: [Double] = [60, 600],
    relearningSteps: [Double] = [600],
    maximumInterval: Int = 36500,
    fuzzes: Bool = true
  ) throws(SchedulerError) {
    guard desiredRetention > 0, desiredRetention < 1 else {
      throw .desiredRetention(desiredRetention)
    }
    for step in learningSteps + relearningSteps where !(0...31_536_000).contains(step) {
      throw .step(step)
    }
    guard (1...Self.longestInterval).contains(maximumInterval) else {
      throw .maximumInterval(maximumInterval)
    }
    self.init(
      unchecked: parameters, desiredRetention: desiredRetention, learningSteps: learningSteps,
      relearningSteps: relearningSteps, maximumInterval: maximumInterval, fuzzes: fuzzes)
  }

  private init(
    unchecked parameters: FSRSParameters, desiredRetention: Double, learningSteps: [Double],
    relearningSteps: [Double], maximumInterval: Int, fuzzes: Bool
  ) {
    self.parameters = parameters
    self.desiredRetention = desiredRetention
    self.learningSteps = learningSteps
    self.relearningSteps = relearningSteps
    self.maximumInterval = maximumInterval
    self.fuzzes = fuzzes
  }

  /// The card after an answer, and the interval until it is asked again.
  ///
  /// Again returns to the first step. Hard keeps the step. Good goes to the next, or to review
  /// after the last. Easy goes to review. Again in review starts relearning, or stays in review
  /// when there are no relearning steps.
  ///
  /// - Parameters:
  ///   - card: the card before the answer.
  ///   - grade: how well the answer was known.
  ///   - elapsedDays: whole days since the last answer; how days are counted is the caller's
  ///     choice. Below one the answer counts as one of the same day. Ignored for a first answer.
  ///   - time: when the answer was given; the due time is counted from here.
  public func schedule(
    _ card: CardState, grade: Grade, elapsedDays: Int, at time: Date
  ) -> Schedule {
    var next = card
    let memory =
      card.memory.map {
        parameters.nextMemory($0, grade: grade, elapsedDays: elapsedDays)
      } ?? parameters.firstMemory(grade)
    next.memory = memory

    let wait: Double?
    switch card.phase {
    case .learning, .relearning:
      let steps = card.phase == .learning ? learningSteps : relearningSteps
      (next.step, wait) = advance(from: card.step ?? 0, among: steps, grade: grade)
    case .review:
      wait = grade == .again ? relearningSteps.first : nil
      if wait != nil {
        next.phase = .relearning
        next.step = 0
      }
    }

    let interval: Interval
    if let wait {
      interval = .seconds(wait)
    } else {
      next.phase = .review
      next.step = nil
      interval = .days(reviewInterval(of: card, stability: memory.stability))
    }
    next.due = time.addingTimeInterval(interval.seconds)
    next.lastReview = time
    next.reviews = card.reviews + 1
    return Schedule(card: next, interval: interval)
  }

  /// The probability that the card would be recalled, given the days since its last answer.
  ///
  /// - Returns: nil for a card that was never answered.
  public func retrievability(of card: CardState, elapsedDays: Int) -> Double? {
    card.memory.map {
      parameters.retrievability(elapsedDays: elapsedDays, stability: $0.stability)
    }
  }

  /// The next step and its wait in seconds, both nil when the card leaves the steps.
  private func advance(
    from step: Int, among steps: [Double], grade: Grade
  ) -> (step: Int?, wait: Double?) {
    guard let first = steps.first else { return (nil, nil) }
    if grade == .again { return (0, first) }
    // A card can stand beyond the last step when the steps were shortened since.
    guard step < steps.count else { return (nil, nil) }
    switch grade {
    case .hard where step == 0:
      return (0, steps.count == 1 ? first * 1.5 : (first + steps[1]) / 2)
    case .hard:
      return (step, steps[step])
    case .good where step + 1 < steps.count:
      return (step + 1, steps[step + 1])
    case .again, .good, .easy:
      return (nil, nil)
    }
  }

  private func reviewInterval(of card: CardState, stability: Double) -> Int {
    let days = parameters.interval(
      stability: stability, retention: desiredRetention, maximum: maximumInterval)
    guard fuzzes else { return days }
    return FuzzRange(interval: days, maximum: maximumInterval)
      .draw(FuzzRange.unit(card: card.id, reviews: card.reviews))
  }
}
