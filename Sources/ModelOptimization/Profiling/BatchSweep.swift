/// How latency and throughput grow with the batch.
///
/// A larger batch uses the machine better: weights that are read once serve more examples. From
/// some batch on there is nothing left to gain, and each further example only makes all of them
/// wait longer. That batch is the *knee*.
public struct BatchSweep: Equatable, Sendable {
  /// What was measured with one batch.
  public struct Point: Equatable, Sendable {
    /// The examples in a call.
    public let batch: Int
    /// How long the calls took.
    public let latency: Latency

    /// Creates a point from what was measured.
    public init(batch: Int, latency: Latency) {
      require(batch >= 1, "A batch of a sweep has at least 1 example; it was given \(batch).")
      self.batch = batch
      self.latency = latency
    }

    /// Examples a second, when one call follows the other.
    public var throughput: Double { latency.throughput(batch: batch) }
  }

  /// Where the knee lies among what was measured.
  public enum Knee: Equatable, Sendable {
    /// There are fewer than two batches.
    case unknown
    /// The smallest batch already has nearly the best throughput: batching gains little.
    case atStart(Point)
    /// The smallest batch whose throughput is nearly the best.
    case at(Point)
    /// The largest batch is the only good one: what larger ones do was not measured.
    case beyond(Point)
  }

  /// The points, the smallest batch first; each batch once.
  public let points: [Point]

  /// Creates a sweep from its points, in any order.
  public init(_ points: [Point]) {
    self.points = points.sorted { $0.batch < $1.batch }
    for (before, after) in zip(self.points, self.points.dropFirst()) {
      require(
        before.batch < after.batch,
        "A sweep has each batch once; \(before.batch) was measured twice.")
    }
  }

  /// The point with the highest throughput; nil without points.
  public var best: Point? { points.max { $0.throughput < $1.throughput } }

  /// The smallest batch whose throughput is at least `share` of the best one.
  ///
  /// - Parameter share: above 0, at most 1; what is nearly the best.
  public func knee(share: Double = 0.9) -> Knee {
    require(
      0 < share && share <= 1,
      "A knee has a share of the best throughput above 0 and at most 1; it was given \(share).")
    guard points.count >= 2, let best,
      let knee = points.first(where: { $0.throughput >= share * best.throughput })
    else { return .unknown }
    if knee == points.first { return .atStart(knee) }
    return knee == points.last ? .beyond(knee) : .at(knee)
  }
}
