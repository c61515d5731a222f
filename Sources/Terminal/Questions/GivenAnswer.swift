/// What a learner answered. Choices and items are named by their place in the question as it is
/// written, not as it was shown.
public enum GivenAnswer: Sendable, Equatable {
  /// One choice.
  case choice(Int)
  /// Several choices, ascending.
  case choices([Int])
  /// A word or phrase.
  case text(String)
  /// A number, in the question's unit.
  case number(Double)
  /// The items in the order that was given.
  case order([Int])
  /// One text for each gap.
  case gaps([String])
  /// What a program is said to print.
  case output(String)
  /// The learner's own verdict after seeing the model answer: 1 forgotten, 2 hard, 3 good, 4 easy.
  case grade(Int)
  /// "I do not know."
  case unknown
}

/// Why typed text is no answer to the question; the learner is asked again.
public enum InputProblem: Error, Sendable, Equatable {
  /// Nothing was typed.
  case empty
  /// A choice that does not exist.
  case noSuchChoice(String, count: Int)
  /// More than one where one is asked.
  case oneChoiceOnly
  /// Not a number.
  case notANumber(String)
  /// `1,000` may mean a thousand or one.
  case ambiguousNumber(String)
  /// Another unit than the question asks for.
  case wrongUnit(String, expected: String?)
  /// Not each number once.
  case notAnOrder(count: Int)
  /// Not as many texts as gaps.
  case wrongGapCount(given: Int, expected: Int)
  /// Not a grade from 1 to 4.
  case notAGrade(String)
}

/// How good an answer is.
public struct Judgement: Sendable, Equatable {
  /// Whether all of it is right.
  public var isRight: Bool
  /// The share that is right, from 0 to 1.
  public var score: Double
  /// For answers of several parts (gaps, items, choices, lines), whether each is right.
  public var parts: [Bool]

  /// Makes a judgement of an answer of one part.
  public init(isRight: Bool) {
    self.init(parts: [isRight])
  }

  /// Makes a judgement of an answer of several parts.
  public init(parts: [Bool]) {
    self.parts = parts
    isRight = parts.allSatisfy { $0 }
    score = parts.isEmpty ? 1 : Double(parts.count { $0 }) / Double(parts.count)
  }
}
