/// What a machine can do at best: how fast it multiplies and adds, and how fast it reads.
///
/// Work that does few operations for each byte cannot be faster than its bytes arrive; work that
/// does many cannot be faster than the arithmetic. Drawn over the operations for each byte, the
/// *arithmetic intensity*, the two limits look like a roof:
///
///     attainable = min(peak, intensity · bandwidth)
///
/// Source: Williams, Waterman, Patterson, "Roofline: An Insightful Visual Performance Model for
/// Multicore Architectures", Communications of the ACM 52, 2009.
public struct Roofline: Equatable, Sendable {
  /// A place that data come from.
  public struct Level: Equatable, Sendable {
    /// `L1`, `L2`, `L3` or `memory`.
    public let name: String
    /// The bytes that it holds for all threads together; nil for memory.
    public let bytes: Int?
    /// How fast all threads together read from it, in 10⁹ bytes a second.
    public let gigabytesPerSecond: Double

    /// Creates a level from what was measured.
    public init(name: String, bytes: Int?, gigabytesPerSecond: Double) {
      self.name = name
      self.bytes = bytes
      self.gigabytesPerSecond = gigabytesPerSecond
    }
  }

  /// How many threads worked when it was measured.
  public let threads: Int
  /// Fused multiply-adds in registers, nothing else, in 10⁹ floating-point operations a second;
  /// each counts as two.
  public let peakGigaFLOPs: Double
  /// Where data come from, the nearest first; the last is the memory.
  public let levels: [Level]

  /// Creates a roofline from what was measured.
  ///
  /// - Parameters:
  ///   - threads: how many worked.
  ///   - peakGigaFLOPs: 10⁹ floating-point operations a second.
  ///   - levels: the nearest first; at least one, and the last one has no size.
  public init(threads: Int, peakGigaFLOPs: Double, levels: [Level]) {
    require(
      levels.last?.bytes == nil && !levels.isEmpty
        && levels.dropLast().allSatisfy { $0.bytes != nil },
      "The last level of a roofline is the memory, which has no size, and the others have one.")
    self.threads = threads
    self.peakGigaFLOPs = peakGigaFLOPs
    self.levels = levels
  }

  /// The nearest level that holds so many bytes.
  public func level(holding bytes: Int) -> Level {
    levels.first { $0.bytes.map { bytes <= $0 } ?? true } ?? levels[levels.count - 1]
  }

  /// The speed that work cannot exceed, in 10⁹ floating-point operations a second.
  ///
  /// - Parameters:
  ///   - intensity: its floating-point operations for each byte that it reads or writes.
  ///   - level: where the bytes come from.
  public func attainableGigaFLOPs(intensity: Double, from level: Level) -> Double {
    min(peakGigaFLOPs, intensity * level.gigabytesPerSecond)
  }

  /// The intensity from which on the arithmetic is the limit: where the roof bends.
  public func ridge(of level: Level) -> Double { peakGigaFLOPs / level.gigabytesPerSecond }
}
