/// A value of a network: how large it is, and when it is needed.
struct Buffer: Equatable {
  /// The size.
  var bytes: Int
  /// The step that makes the value.
  var first: Int
  /// The last step that reads it; it is still needed there.
  var last: Int
}

/// The most bytes that are needed at any one step; no plan takes less.
func peakBytes(of buffers: [Buffer]) -> Int {
  // TODO: which values are needed at a step? Only where a value begins can the sum grow.
  return 0
}

/// Places values in one block of memory, greedily.
///
/// The largest value chooses first, among equals the earlier one. Each takes the lowest offset at
/// which it meets no value that is needed at one of its own steps.
///
/// - Returns: the offset of each value, in the order of `buffers`.
func plannedOffsets(for buffers: [Buffer]) -> [Int] {
  // TODO: sort the indices by size, then find the lowest free place for each.
  return [Int](repeating: 0, count: buffers.count)
}
