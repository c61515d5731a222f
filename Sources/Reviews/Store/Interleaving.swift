/// Mixes the lessons of a queue, so that neighbours ask for different things.
enum Interleaving {
  /// Orders cards so that two of one lesson meet only when no other lesson is left over.
  ///
  /// - Parameters:
  ///   - cards: ids and lessons, the most urgent first; within a lesson the order is kept.
  ///   - previous: the lesson of the card that comes before.
  /// - Returns: the same cards. Each place goes to the lesson with most cards left, which is what
  ///   keeps one from piling up at the end; between equals, to the more urgent.
  static func mix(
    _ cards: [(id: String, lesson: String)], after previous: String? = nil
  ) -> [(id: String, lesson: String)] {
    var lessons: [String] = []
    var queues: [String: ArraySlice<(id: String, lesson: String)>] = [:]
    for card in cards {
      if queues[card.lesson] == nil { lessons.append(card.lesson) }
      queues[card.lesson, default: []].append(card)
    }
    var mixed: [(id: String, lesson: String)] = []
    var last = previous
    for _ in cards.indices {
      var choice: String?
      for lesson in lessons where lesson != last {
        let left = queues[lesson]?.count ?? 0
        if left > (choice.flatMap { queues[$0]?.count } ?? 0) { choice = lesson }
      }
      // Only the last lesson has cards left.
      guard let lesson = choice ?? last, let card = queues[lesson]?.popFirst() else { break }
      mixed.append(card)
      last = lesson
    }
    return mixed
  }
}
