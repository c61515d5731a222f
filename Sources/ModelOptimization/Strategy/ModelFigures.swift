/// What a model is measured by: how right, how large, how fast.
public struct ModelFigures: Equatable, Sendable {
  /// The share of images that are classified right, from 0 to 1.
  public var accuracy: Double
  /// The bytes of the model's file.
  public var bytes: Int
  /// The time of an answer to one image, in microseconds.
  public var microseconds: Double

  /// Creates figures.
  public init(accuracy: Double, bytes: Int, microseconds: Double) {
    self.accuracy = accuracy
    self.bytes = bytes
    self.microseconds = microseconds
  }

  /// Whether these are nowhere worse than others, and somewhere better.
  public func dominates(_ other: ModelFigures) -> Bool {
    accuracy >= other.accuracy && bytes <= other.bytes && microseconds <= other.microseconds
      && self != other
  }

  /// The places of those in a list that no other one dominates, in the order of the list: the
  /// *Pareto front*. Whoever wants better than one of these must give up something for it.
  public static func front(of list: [ModelFigures]) -> [Int] {
    list.indices.filter { index in !list.contains { $0.dominates(list[index]) } }
  }
}
