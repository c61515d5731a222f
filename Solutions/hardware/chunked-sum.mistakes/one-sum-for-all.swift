import ModelOptimization

let floatsPerLine = 16

func chunks(of count: Int, among threads: Int) -> [Range<Int>] {
  let (length, rest) = count.quotientAndRemainder(dividingBy: threads)
  var start = 0
  return (0..<threads).map { thread in
    let end = start + length + (thread < rest ? 1 : 0)
    defer { start = end }
    return start..<end
  }
}

func partialSums(_ x: [Float], threads: Int) -> [Float] {
  let parts = chunks(of: x.count, among: threads)
  var sums = [Float](repeating: 0, count: threads * floatsPerLine)
  sums.withUnsafeMutableBufferPointer { sums in
    withThreads(threads) {
      ThreadPool.current.parallel(threads) { thread in
        for place in parts[thread] {
          sums[0] += x[place]
        }
      }
    }
  }
  return sums
}

func threadedSum(_ x: [Float], threads: Int) -> Float {
  partialSums(x, threads: threads).reduce(0, +)
}
