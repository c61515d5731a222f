/// Where the values of a computation lie in one block of memory.
///
/// Each value is needed from the step that makes it to the last step that reads it. Two values
/// that are never needed at the same step may lie in the same place, so that a network needs
/// about as much memory as its two largest neighbouring activations, not as all of them.
///
/// Finding the smallest block is hard in general (it is bin packing with times); this is greedy
/// by size: the largest values choose first, and each takes the tightest gap that is free for its
/// whole lifetime. On networks it ends at the lower bound, or within a few percent of it.
///
/// Source: Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020,
/// arXiv:2001.03288, section 5.2.
package struct MemoryPlan: Equatable, Sendable {
  /// A value: how large it is and when it is needed.
  package struct Value: Equatable, Sendable {
    /// The size in bytes; an empty value has a place but takes no room.
    package let bytes: Int
    /// From the step that makes the value to the last one that reads it.
    package let lifetime: ClosedRange<Int>

    /// Creates a value of some bytes, needed at every step of `lifetime`.
    package init(bytes: Int, lifetime: ClosedRange<Int>) {
      require(bytes >= 0, "A value has no fewer than 0 bytes; \(bytes) were given.")
      self.bytes = bytes
      self.lifetime = lifetime
    }
  }

  /// Every offset is a multiple of this many bytes: a line of the cache, and the widest vector.
  package static let alignment = 64

  /// The place of each value in bytes from the start of the block.
  package let offsets: [Int]
  /// The bytes of the block.
  package let bytes: Int
  /// The most that is needed at any one step; no plan takes less than this.
  package let lowerBound: Int

  /// Finds a place for each value.
  package init(_ values: [Value]) {
    let sizes = values.map { Self.roundedUp($0.bytes) }
    var offsets = [Int](repeating: 0, count: values.count)
    var placed: [Int] = []
    // Among equals the first stays first, so that a plan depends on nothing but its values.
    let largestFirst = values.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    for value in largestFirst where sizes[value] > 0 {
      let neighbours =
        placed
        .filter { values[$0].lifetime.overlaps(values[value].lifetime) }
        .sorted { offsets[$0] < offsets[$1] }
      offsets[value] = Self.tightestGap(
        for: sizes[value], among: neighbours.map { offsets[$0]..<offsets[$0] + sizes[$0] })
      placed.append(value)
    }
    self.offsets = offsets
    bytes = values.indices.map { Self.sum(offsets[$0], sizes[$0]) }.max() ?? 0
    lowerBound = Self.largestLoad(of: values, sizes: sizes)
  }

  /// The start of the smallest gap between `taken` that holds `size` bytes, or of what lies behind
  /// them all.
  ///
  /// - Parameter taken: in the order of their starts; they may overlap.
  private static func tightestGap(for size: Int, among taken: [Range<Int>]) -> Int {
    var end = 0
    var best: (offset: Int, room: Int)?
    for range in taken {
      let room = range.lowerBound - end
      if room >= size, room < best?.room ?? .max { best = (end, room) }
      end = max(end, range.upperBound)
    }
    // What lies behind them must still be a number, even where no memory is that large.
    if best == nil { _ = sum(end, size) }
    return best?.offset ?? end
  }

  private static func largestLoad(of values: [Value], sizes: [Int]) -> Int {
    // The load grows only where a value begins.
    values.map { start in
      values.indices
        .filter { values[$0].lifetime.contains(start.lifetime.lowerBound) }
        .reduce(0) { sum($0, sizes[$1]) }
    }.max() ?? 0
  }

  private static func roundedUp(_ bytes: Int) -> Int {
    sum(bytes, alignment - 1) / alignment * alignment
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    require(!overflow, "Values of \(a) and \(b) bytes together are more than fits in memory.")
    return sum
  }
}
