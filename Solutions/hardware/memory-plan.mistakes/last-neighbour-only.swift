struct Buffer: Equatable {
  var bytes: Int
  var first: Int
  var last: Int
}

func peakBytes(of buffers: [Buffer]) -> Int {
  var peak = 0
  for step in Set(buffers.map(\.first)) {
    let alive = buffers.filter { buffer in buffer.first <= step && step <= buffer.last }
    peak = max(peak, alive.reduce(0) { sum, buffer in sum + buffer.bytes })
  }
  return peak
}

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
      offset = offsets[other] + buffers[other].bytes
    }
    offsets[index] = offset
    placed.append(index)
  }
  return offsets
}
