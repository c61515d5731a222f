/// What a key asks of the world outside the reader's state.
public enum ReaderEffect: Sendable, Equatable {
  /// Draw again; the place may have changed.
  case redraw
  /// Nothing changed.
  case none
  /// Open the file that belongs to the place in the editor.
  case edit(ReaderSubject)
  /// Leave for an exercise.
  case openExercise(String)
  /// Leave for questions.
  case askQuestions([String])
  /// Leave.
  case quit
}

/// What stands where the learner reads.
public enum ReaderSubject: Sendable, Equatable {
  /// The text of a step.
  case step(Int)
  /// An exercise, by its id.
  case exercise(String)
}
