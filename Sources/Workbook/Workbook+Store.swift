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
    course.outlines.flatMap { lesson in
      lesson.cards.map { card in
        CardSeed(
          id: card.id, lesson: lesson.id, revision: card.revision,
          answerRevision: card.answerRevision, dueOffsetDays: card.days)
      }
    }
  }
}
