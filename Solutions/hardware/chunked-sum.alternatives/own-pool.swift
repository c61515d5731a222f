import ModelOptimization

// Borders come from one multiplication each: chunk t ends where chunk t + 1 begins, so nothing is
// left out. The longer chunks are not the first ones, but none is longer by more than one.
let floatsPerLine = 16

func chunks(of count: Int, among threads: Int) -> [Range<Int>] {
  (0..<threads).map { count * $0 / threads..<count * ($0 + 1) / threads }
}

// The threads write into memory that no array guards, each into a line of its own.
func partialSums(_ x: [Float], threads: Int) -> [Float] {
  let lines = UnsafeMutableBufferPointer<Float>.allocate(capacity: threads * floatsPerLine)
  lines.initialize(repeating: 0)
  defer { lines.deallocate() }
  let parts = chunks(of: x.count, among: threads)
  ThreadPool(threads: threads).parallel(threads) { thread in
    lines[thread * floatsPerLine] = x[parts[thread]].reduce(0, +)
  }
  return Array(lines)
}

func threadedSum(_ x: [Float], threads: Int) -> Float {
  let sums = partialSums(x, threads: threads)
  return stride(from: 0, to: sums.count, by: floatsPerLine).reduce(0) { $0 + sums[$1] }
}
