public import Curriculum
import Foundation
import Reviews
public import Terminal

/// A question that is due, for a program to read.
public struct DueQuestion: Sendable, Encodable {
  package let id: String
  let lesson: String
  let kind: String
  let prompt: String
}

/// The questions that are due, for a program to read.
public struct DueListing: Sendable, Encodable {
  let schema = "pare.review/1"
  package let due: [DueQuestion]
  let nextDue: Date?
}

extension Workbook {
  /// At most so many questions are asked in a day: more would not be answered with care.
  private static let reviewsPerDay = 200

  /// The question behind a card: a quiz's question, or a row of a review plan as free recall.
  func question(for card: String) -> (question: Question, lesson: Lesson)? {
    for outline in course.outlines where outline.cards.contains(where: { $0.id == card }) {
      guard let lesson = course.lesson(outline.id) else { continue }
      if let question = lesson.questions.first(where: { $0.id == card }) {
        return (question, lesson)
      }
      if let row = lesson.reviewPlan.first(where: { $0.id == card }) {
        let question = Question(
          id: row.id,
          kind: .recall(answer: "Hold it against the lesson: `pare learn \(lesson.id)`"),
          prompt: row.prompt, why: "Recalling without looking is what makes it stay.",
          position: row.position)
        return (question, lesson)
      }
    }
    return nil
  }

  /// The cards that are due.
  private func dueCards(_ store: ReviewStore) throws -> [String] {
    try store.due(
      ofCourse: course.id, at: clock.now, zone: clock.zone, limitReviews: Self.reviewsPerDay)
  }

  /// What is due, without asking.
  public func dueListing() throws -> DueListing {
    guard let store = try openStoreToRead() else { return DueListing(due: [], nextDue: nil) }
    let due = try dueCards(store).compactMap { card in
      question(for: card).map {
        DueQuestion(
          id: card, lesson: $0.lesson.id, kind: $0.question.kind.name, prompt: $0.question.prompt)
      }
    }
    return DueListing(
      due: due, nextDue: try store.nextDue(ofCourse: course.id, after: clock.now, zone: clock.zone))
  }

  /// Asks all questions of a lesson now, or only those that are named.
  public func quiz(
    _ lesson: Lesson, only ids: [String]? = nil, asker: Asker, isInteractive: Bool
  ) throws -> RoundSummary {
    let cards = ids ?? lesson.questions.map(\.id)
    return try ask(cards, store: openStore(), asker: asker, isInteractive: isInteractive)
  }

  /// Asks what is due, and nothing else.
  public func review(asker: Asker, isInteractive: Bool) throws -> RoundSummary {
    let store = try openStore()
    let cards = try dueCards(store)
    guard !cards.isEmpty else {
      let next = try store.nextDue(ofCourse: course.id, after: clock.now, zone: clock.zone)
      let text = next.map { "Nothing is due. The next question comes \(when($0))." }
      try asker.show(
        Layout.paragraph(
          [.text(text ?? "Nothing is due: no quiz was taken yet. Take one: ")]
            + (next == nil ? [.code("pare quiz")] : []), asker.capabilities))
      return RoundSummary()
    }
    return try ask(cards, store: store, asker: asker, isInteractive: isInteractive)
  }

  private func ask(
    _ cards: [String], store: ReviewStore, asker: Asker, isInteractive: Bool
  ) throws -> RoundSummary {
    var round = QuestionRound(
      cards, workbook: self, store: store, asker: asker, isInteractive: isInteractive)
    let summary = try round.run()
    let due = try store.dueCount(ofCourse: course.id, at: clock.now, zone: clock.zone)
    var text = "\(summary.answered) answered, \(summary.right) right."
    if due > 0 {
      text += due == 1 ? " 1 question is due." : " \(due) questions are due."
    } else if let next = try store.nextDue(ofCourse: course.id, after: clock.now, zone: clock.zone)
    {
      text += " The next question comes \(when(next))."
    }
    try asker.show([[]] + Layout.paragraph([.text(text)], asker.capabilities))
    return summary
  }

  /// Takes the last answer back, of this sitting or an earlier one.
  public func undoAnswer(_ capabilities: Capabilities) throws -> [Line] {
    guard let undone = try openStore().undo(at: clock.now, zone: clock.zone) else {
      return Layout.paragraph([.text("There is no answer to take back.")], capabilities)
    }
    return Layout.paragraph(
      [
        .text("Taken back: the answer to "), .code(undone.card), .text(". It will be asked again."),
      ],
      capabilities)
  }
}
