/// The 21 weights w0…w20 of FSRS-6, each within its bounds.
///
/// w0–w3 are first stabilities in days, one for each ``Grade``; the others shape how stability
/// and difficulty change. Bounds and defaults are those of PyPI `fsrs` 6.3.2.
public struct FSRSParameters: Sendable, Hashable {
  /// w0…w20.
  public let weights: [Double]

  /// How many weights FSRS-6 has.
  public static let count = 21

  /// The weights fitted to the public review collection, used until there are answers to fit.
  public static let `default` = FSRSParameters(unchecked: [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
  ])

  /// The closed range each weight must lie in, in the order of ``weights``.
  public static let bounds: [ClosedRange<Double>] = [
    0.001...100, 0.001...100, 0.001...100, 0.001...100,
    1...10, 0.001...4, 0.001...4, 0.001...0.75,
    0...4.5, 0...0.8, 0.001...3.5,
    0.001...5, 0.001...0.25, 0.001...0.9, 0...4,
    0...1, 1...6,
    0...2, 0...2, 0...0.8,
    0.1...0.8,
  ]

  /// Takes weights that lie within ``bounds``.
  ///
  /// - Parameter weights: w0…w20.
  /// - Throws: ``SchedulerError/weightCount(_:)`` or ``SchedulerError/weightOutOfBounds(index:value:)``.
  public init(_ weights: [Double]) throws(SchedulerError) {
    guard weights.count == Self.count else { throw .weightCount(weights.count) }
    for (index, value) in weights.enumerated() where !Self.bounds[index].contains(value) {
      throw .weightOutOfBounds(index: index, value: value)
    }
    self.weights = weights
  }

  private init(unchecked weights: [Double]) {
    self.weights = weights
  }
}
