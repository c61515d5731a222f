// Tries the few offsets at which a value can come to lie lowest: 0, and right behind each neighbour.
struct Buffer: Equatable {
  var bytes: Int
  var first: Int
  var last: Int

  var steps: ClosedRange<Int> { first...last }
}

func peakBytes(of buffers: [Buffer]) -> Int {
  // What begins adds to the load, what was read for the last time is taken off after the step.
  var changes: [Int: (added: Int, removed: Int)] = [:]
  for buffer in buffers {
    changes[buffer.first, default: (0, 0)].added += buffer.bytes
    changes[buffer.last, default: (0, 0)].removed += buffer.bytes
  }
  var (load, peak) = (0, 0)
  for (_, change) in changes.sorted(by: { $0.key < $1.key }) {
    load += change.added
    peak = max(peak, load)
    load -= change.removed
  }
  return peak
}

func plannedOffsets(for buffers: [Buffer]) -> [Int] {
  var places: [Int: Range<Int>] = [:]
  for (index, buffer) in buffers.enumerated().sorted(by: { $0.element.bytes > $1.element.bytes }) {
    let taken = places.filter { buffers[$0.key].steps.overlaps(buffer.steps) }.map(\.value)
    let free = ([0] + taken.map(\.upperBound)).sorted().first { offset in
      !taken.contains { range in range.overlaps(offset..<offset + buffer.bytes) }
    }
    let offset = free ?? 0
    places[index] = offset..<offset + buffer.bytes
  }
  return buffers.indices.map { index in places[index]?.lowerBound ?? 0 }
}
