public import Curriculum

/// A question as it is shown once: its choices in an order of their own, so that nobody learns
/// the place of an answer.
public struct QuestionView: Sendable {
  /// The question.
  public let question: Question
  /// For each shown place the index of the choice or item in the question.
  public let shownOrder: [Int]
  /// Markdown read into blocks; a view without one shows Markdown's source as a paragraph.
  let markdown: @Sendable (String) -> [Block]

  /// Makes a view.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - seed: decides the order; the same seed shows the same order.
  ///   - markdown: reads the question's Markdown.
  public init(
    _ question: Question, seed: UInt64,
    markdown: (@Sendable (String) -> [Block])? = nil
  ) {
    self.question = question
    let position = question.position
    self.markdown = markdown ?? { [Block(.paragraph([.text($0)]), at: position)] }
    switch question.kind {
    case .choice(let choices, _), .multi(let choices, _):
      shownOrder = Self.shuffled(choices.count, seed: seed)
    case .order(let items):
      let order = Self.shuffled(items.count, seed: seed)
      // Shown in the right order it would ask nothing.
      let isSolved = order.map { items[$0] } == items
      shownOrder = isSolved ? Array(order.dropFirst() + order.prefix(1)) : order
    default:
      shownOrder = []
    }
  }

  /// Fisher–Yates with SplitMix64 (Steele, Lea, Flood, 2014): the same on every platform and with
  /// every version of the standard library, whose own shuffle promises neither.
  private static func shuffled(_ count: Int, seed: UInt64) -> [Int] {
    var state = seed
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(next() % UInt64(last + 1)))
    }
    return order
  }
}
