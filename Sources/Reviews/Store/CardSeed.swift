/// A card as the course has it.
public struct CardSeed: Sendable, Hashable {
  /// The identity that its history hangs on.
  public var id: String
  /// The lesson it belongs to.
  public var lesson: String
  /// A hash of the whole question; a new one means edited, and changes no history.
  public var revision: String
  /// A hash of the answer alone; a new one asks whether to start the card anew. Nil when the
  /// answer is not told apart.
  public var answerRevision: String?
  /// For a row of the review plan: how many days after the lesson was finished the card is due.
  /// Nil for a question of the quiz.
  public var dueOffsetDays: Int?

  /// A card with its lesson and revisions.
  public init(
    id: String, lesson: String, revision: String, answerRevision: String? = nil,
    dueOffsetDays: Int? = nil
  ) {
    self.id = id
    self.lesson = lesson
    self.revision = revision
    self.answerRevision = answerRevision
    self.dueOffsetDays = dueOffsetDays
  }
}

/// What registering a course's cards changed; each list is sorted by id.
public struct Registration: Sendable, Hashable {
  /// Cards that the store did not know.
  public var added: [String] = []
  /// Cards whose text was edited.
  public var revised: [String] = []
  /// Cards that the course no longer has; their history stays.
  public var orphaned: [String] = []
  /// Cards that had vanished and are back, with their history.
  public var returned: [String] = []

  /// Whether nothing changed.
  public var isEmpty: Bool { self == Registration() }
}
