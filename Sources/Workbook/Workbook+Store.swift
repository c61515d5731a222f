import Curriculum
import Foundation
public import Reviews

extension Workbook {
  /// The store, for a command that writes; the course's cards are made known to it.
  public func openStore() throws -> ReviewStore {
    let store = try ReviewStore(path: locations.store)
    try store.register(cards: cardSeeds, course: course.id, at: clock.now)
    return store
  }

  /// The store, for a command that only asks; nil before anything was kept.
  public func openStoreToRead() throws -> ReviewStore? {
    try ReviewStore.readOnly(path: locations.store)
  }

  /// Every question and every row of a review plan, as the store knows them.
  package var cardSeeds: [CardSeed] {
    course.lessons.flatMap { lesson in
      lesson.questions.map { question in
        CardSeed(
          id: question.id, lesson: lesson.id, revision: Self.fingerprint(question.wording),
          answerRevision: Self.fingerprint(question.answerWording))
      }
        + lesson.reviewPlan.map { row in
          CardSeed(
            id: row.id, lesson: lesson.id, revision: Self.fingerprint(row.prompt),
            dueOffsetDays: row.days)
        }
    }
  }

  /// A short name for a text that changes when the text does: 64-bit FNV-1a.
  private static func fingerprint(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}

extension Question {
  /// All of the question's text.
  fileprivate var wording: String {
    let offered: [String] =
      switch kind {
      case .choice(let choices, _), .multi(let choices, _): choices
      case .order(let items): items.sorted()
      case .cloze(let pieces, _): pieces
      case .predict(let code, _): [code]
      case .text, .numeric, .recall: []
      }
    return ([kind.name, prompt, why] + offered + [answerWording]).joined(separator: "\u{1F}")
  }

  /// The text of the right answer alone.
  fileprivate var answerWording: String {
    switch kind {
    case .choice(let choices, let answer): choices[answer]
    case .multi(let choices, let answers): answers.map { choices[$0] }.joined(separator: "\u{1F}")
    case .text(let accepted): accepted.joined(separator: "\u{1F}")
    case .numeric(let answer, let tolerance, let unit): "\(answer)±\(tolerance) \(unit ?? "")"
    case .order(let items): items.joined(separator: "\u{1F}")
    case .cloze(_, let gaps): gaps.map { $0.joined(separator: "|") }.joined(separator: "\u{1F}")
    case .predict(_, let output): output
    case .recall(let answer): answer
    }
  }
}
