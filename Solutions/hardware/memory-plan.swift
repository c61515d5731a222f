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
  var peak = 0
  for step in Set(buffers.map(\.first)) {
    let alive = buffers.filter { buffer in buffer.first <= step && step <= buffer.last }
    peak = max(peak, alive.reduce(0) { sum, buffer in sum + buffer.bytes })
  }
  return peak
}

/// Places values in one block of memory, greedily.
///
/// The largest value chooses first, among equals the earlier one. Each takes the lowest offset at
/// which it meets no value that is needed at one of its own steps.
///
/// - Returns: the offset of each value, in the order of `buffers`.
func plannedOffsets(for buffers: [Buffer]) -> [Int] {
  var offsets = [Int](repeating: 0, count: buffers.count)
  var placed: [Int] = []
  let largestFirst = buffers.indices.sorted { left, right in
    (buffers[right].bytes, left) < (buffers[left].bytes, right)
  }
  for index in largestFirst {
    let buffer = buffers[index]
    let neighbours = placed.filter { other in
      buffers[other].first <= buffer.last && buffer.first <= buffers[other].last
    }
    var offset = 0
    for other in neighbours.sorted(by: { offsets[$0] < offsets[$1] }) {
      if offset + buffer.bytes <= offsets[other] { break }
      offset = max(offset, offsets[other] + buffers[other].bytes)
    }
    offsets[index] = offset
    placed.append(index)
  }
  return offsets
}
