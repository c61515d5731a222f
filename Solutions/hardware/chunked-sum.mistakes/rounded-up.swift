import ModelOptimization

let floatsPerLine = 16

func chunks(of count: Int, among threads: Int) -> [Range<Int>] {
  let length = (count + threads - 1) / threads
  return (0..<threads).map { thread in
    min(count, thread * length)..<min(count, (thread + 1) * length)
  }
}

func partialSums(_ x: [Float], threads: Int) -> [Float] {
  let parts = chunks(of: x.count, among: threads)
  var sums = [Float](repeating: 0, count: threads * floatsPerLine)
  sums.withUnsafeMutableBufferPointer { sums in
    withThreads(threads) {
      ThreadPool.current.parallel(threads) { thread in
        var sum: Float = 0
        for place in parts[thread] {
          sum += x[place]
        }
        sums[thread * floatsPerLine] = sum
      }
    }
  }
  return sums
}

func threadedSum(_ x: [Float], threads: Int) -> Float {
  partialSums(x, threads: threads).reduce(0, +)
}
