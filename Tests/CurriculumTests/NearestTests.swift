import Curriculum
import Testing

@Suite struct `The nearest name` {
  /// A word, what there is, and what was meant.
  struct Case: Sendable, CustomTestStringConvertible {
    var word: String
    var candidates: [String]
    var nearest: String?
    var testDescription: String { "\(word) among \(candidates)" }
  }

  @Test(arguments: [
    Case(word: "prune", candidates: ["pruning", "prunes"], nearest: "prunes"),
    // Three edits in seven letters are more than a third.
    Case(word: "prune", candidates: ["pruning"], nearest: nil),
    Case(word: "titel", candidates: ["id", "title"], nearest: "title"),
    Case(word: "TITLE", candidates: ["title"], nearest: "title"),
    Case(
      word: "quantisation/scale", candidates: ["quantization/scale"],
      nearest: "quantization/scale"),
    Case(word: "abc", candidates: ["abd", "abe"], nearest: "abd"),
    // One edit would turn any letter into any other.
    Case(word: "a", candidates: ["b"], nearest: nil),
    Case(word: "", candidates: ["", "a"], nearest: nil),
    Case(word: "id", candidates: [], nearest: nil),
    Case(word: "ïd", candidates: ["id"], nearest: "id"),
    Case(
      word: String(repeating: "a", count: 100_000),
      candidates: [String(repeating: "a", count: 99_999)], nearest: nil),
    Case(
      word: "seconds", candidates: [String(repeating: "s", count: 100_000), "second"],
      nearest: "second"),
  ])
  func `is the one with the fewest edits, if they are few`(_ example: Case) {
    #expect(nearest(to: example.word, among: example.candidates) == example.nearest)
  }
}
