extension Grade {
  /// The grade proposed to the learner, from what can be measured; one key changes it.
  ///
  /// - Parameters:
  ///   - isCorrect: whether the answer was right.
  ///   - duration: from the question's showing to the answer.
  ///   - reading: the time that reading the question alone takes.
  /// - Returns: again when wrong; hard when correct after more than a minute beyond the reading,
  ///   easy within three seconds of it, good otherwise.
  public static func proposed(
    isCorrect: Bool, duration: Duration, reading: Duration = .zero
  ) -> Grade {
    guard isCorrect else { return .again }
    let thinking = duration - reading
    if thinking > .seconds(60) { return .hard }
    return thinking < .seconds(3) ? .easy : .good
  }
}
