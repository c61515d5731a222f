import Curriculum
import Foundation
import Reviews
import Terminal

/// What a sitting of questions came to.
public struct RoundSummary: Sendable, Equatable {
  /// Answers that were kept.
  public var answered = 0
  /// Those of them that were right.
  public var right = 0
  /// Whether the learner stopped before the end.
  public var stopped = false

  package init(answered: Int = 0, right: Int = 0, stopped: Bool = false) {
    self.answered = answered
    self.right = right
    self.stopped = stopped
  }
}

/// Asks cards one after another, and keeps each answer before anything is said about it.
struct QuestionRound {
  let workbook: Workbook
  let store: ReviewStore
  let asker: Asker
  /// Whether somebody sits at the keyboard: only then is a forgotten card asked again in the same
  /// sitting, and a grade changed. From a pipe each question takes exactly one line.
  let isInteractive: Bool
  private var session: ReviewSession
  private var summary = RoundSummary()
  /// The grades of this sitting, to count right when one is taken back.
  private var kept: [(card: String, isRight: Bool)] = []

  /// The number that each card was first shown with.
  private var numbers: [String: Int] = [:]

  init(
    _ cards: [String], workbook: Workbook, store: ReviewStore, asker: Asker, isInteractive: Bool
  ) {
    self.workbook = workbook
    self.store = store
    self.asker = asker
    self.isInteractive = isInteractive
    session = ReviewSession(cards)
  }

  mutating func run() throws -> RoundSummary {
    try askAboutChangedAnswers()
    let all = session.remaining.count
    while let card = session.next {
      guard let question = workbook.question(for: card) else {
        // Vanished with its lesson between two looks at the course; its history stays.
        session.answer(.good)
        continue
      }
      // A card that comes back keeps its number.
      let number = numbers[card] ?? numbers.count + 1
      numbers[card] = number
      if try !ask(
        question.question, lesson: question.lesson, number: (number, of: max(all, number)))
      {
        summary.stopped = true
        break
      }
    }
    summary.answered = kept.count
    summary.right = kept.filter(\.isRight).count
    return summary
  }

  /// Asks one card; false when the learner stops.
  private mutating func ask(
    _ question: Question, lesson: Lesson, number: (Int, of: Int)
  ) throws -> Bool {
    let now = workbook.clock.now
    let view = QuestionView(
      question, seed: UInt64(bitPattern: Int64(now.timeIntervalSince1970)),
      markdown: Markdown.blocks)
    var given: Answer?
    var receipt: Receipt?
    let begun = ContinuousClock.now
    let outcome = try asker.ask(view, number: number, note: lesson.title) { answer, judgement in
      let duration = ContinuousClock.now - begun
      let answer = Answer(
        card: question.id,
        grade: grade(answer, judgement, duration: duration, reading: view.readingTime),
        at: workbook.clock.now, zone: workbook.clock.zone,
        duration: isInteractive ? duration : nil, typed: answer.written,
        correct: judgement.isRight)
      receipt = try store.record(answer)
      given = answer
    }
    switch outcome {
    case .stopped: return false
    case .undo:
      try undo()
      return true
    case .answered:
      guard var answer = given, var receipt else { return true }
      if let see = question.see {
        try asker.show(
          [[]]
            + Layout.paragraph(
              [.text("In the lesson: \(see), "), .code("pare learn \(lesson.id)")],
              asker.capabilities))
      }
      try tell(receipt, grade: answer.grade)
      while isInteractive, asker.console.readsKeys {
        switch try followUp() {
        case .goOn:
          break
        case .grade(let grade):
          guard grade != answer.grade else { continue }
          _ = try store.undo(at: workbook.clock.now, zone: workbook.clock.zone)
          answer.grade = grade
          receipt = try store.record(answer)
          try tell(receipt, grade: grade)
          continue
        case .undo:
          keep(answer)
          try undo()
          return true
        case .stop:
          keep(answer)
          return false
        }
        break
      }
      keep(answer)
      return true
    }
  }

  private mutating func keep(_ answer: Answer) {
    session.answer(isInteractive ? answer.grade : .good)
    kept.append((answer.card, answer.grade != .again))
  }

  // MARK: Grades

  private func grade(
    _ answer: GivenAnswer, _ judgement: Judgement, duration: Duration, reading: Duration
  ) -> Grade {
    if case .grade(let number) = answer { return Grade(rawValue: number) ?? .again }
    // How fast a pipe answers says nothing about how well it knew.
    guard isInteractive else { return judgement.isRight ? .good : .again }
    return Grade.proposed(isCorrect: judgement.isRight, duration: duration, reading: reading)
  }

  private func tell(_ receipt: Receipt, grade: Grade) throws {
    let when: String =
      switch receipt.interval {
      case .seconds(let seconds): workbook.when(workbook.clock.now + seconds)
      case .days(let days): days == 1 ? "tomorrow" : "in \(days) days"
      }
    var text = "Kept as \(asker.gradeLabels[grade.rawValue - 1]); asked again \(when)."
    if receipt.isLeech { text += " You keep forgetting this one: read its lesson again." }
    if receipt.clockWentBackwards {
      text += " The clock stands earlier than at the last answer; no day was counted."
    }
    if let problem = receipt.backupProblem { text += " No backup was made: \(problem)" }
    try asker.show([[]] + Layout.paragraph([.text(text)], asker.capabilities))
  }

  private enum FollowUp {
    case goOn, undo, stop
    case grade(Grade)
  }

  private func followUp() throws -> FollowUp {
    let labels = asker.gradeLabels.enumerated().map { "\($0.offset + 1) \($0.element)" }
    let separator = asker.capabilities.drawsBoxes ? " · " : ", "
    let hint = (["Enter goes on"] + labels + ["u undo", "q stops"]).joined(separator: separator)
    try asker.show(Layout.paragraph([.emphasis([.text(hint)])], asker.capabilities))
    while true {
      switch try asker.console.readKey() {
      case .enter, .character(" "): return .goOn
      case .character("u"): return .undo
      case .character("q"), nil, .hangup: return .stop
      case .character(let character):
        if let number = character.wholeNumberValue, let grade = Grade(rawValue: number) {
          return .grade(grade)
        }
      default: break
      }
    }
  }

  // MARK: Taking back

  private mutating func undo() throws {
    guard let undone = try store.undo(at: workbook.clock.now, zone: workbook.clock.zone) else {
      try asker.show(
        Layout.paragraph([.text("There is no answer to take back.")], asker.capabilities))
      return
    }
    if kept.last?.card == undone.card {
      kept.removeLast()
      session.undo()
    } else {
      // An answer of an earlier sitting: its card is asked now.
      session = ReviewSession([undone.card] + session.remaining)
    }
    try asker.show(
      Layout.paragraph([.text("Taken back: "), .code(undone.card)], asker.capabilities))
  }

  /// A card whose right answer was edited may start anew; only a person can say.
  private func askAboutChangedAnswers() throws {
    guard isInteractive else { return }
    for card in try store.cardsWithChangedAnswer() where session.remaining.contains(card) {
      guard let question = workbook.question(for: card)?.question else { continue }
      try asker.show([[]] + Layout.markdown(question.prompt, asker.capabilities))
      if try asker.confirm(
        "The answer to this question was changed by its author. Start it anew?", standard: true)
      {
        try store.startAnew(card: card, at: workbook.clock.now, zone: workbook.clock.zone)
      } else {
        try store.keepHistory(of: card)
      }
    }
  }
}

extension GivenAnswer {
  /// The answer as text, for the log; choices are counted from 1 as the author wrote them.
  var written: String {
    switch self {
    case .choice(let index): "\(index + 1)"
    case .choices(let indices), .order(let indices):
      indices.map { "\($0 + 1)" }.joined(separator: " ")
    case .text(let text), .output(let text): text
    case .number(let number): "\(number)"
    case .gaps(let texts): texts.joined(separator: "; ")
    case .grade(let grade): "\(grade)"
    case .unknown: "?"
    }
  }
}

extension QuestionView {
  /// How long reading the question alone takes, at four words a second.
  var readingTime: Duration {
    var words = question.prompt.split(whereSeparator: \.isWhitespace).count
    switch question.kind {
    case .choice(let choices, _), .multi(let choices, _), .order(let choices):
      words += choices.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }
    case .cloze(let pieces, _):
      words += pieces.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }
    case .predict(let code, _): words += code.split(whereSeparator: \.isWhitespace).count
    case .text, .numeric, .recall: break
    }
    return .milliseconds(250 * words)
  }
}
