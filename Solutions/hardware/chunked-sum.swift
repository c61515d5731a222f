import ModelOptimization

/// The floats in a cache line of 64 bytes.
let floatsPerLine = 16

/// Cuts `count` places into neighbouring chunks, one for each thread.
///
/// - Parameters:
///   - count: the places, from 0 on.
///   - threads: how many share them; at least 1.
/// - Returns: as many chunks as threads, in order, the first ones longer by one where the number
///   of threads does not divide.
func chunks(of count: Int, among threads: Int) -> [Range<Int>] {
  let (length, rest) = count.quotientAndRemainder(dividingBy: threads)
  var start = 0
  return (0..<threads).map { thread in
    let end = start + length + (thread < rest ? 1 : 0)
    defer { start = end }
    return start..<end
  }
}

/// Adds up each thread's chunk of a list, on as many threads.
///
/// - Parameters:
///   - x: the list.
///   - threads: how many threads share it; at least 1.
/// - Returns: the sum of thread `t` at place `t * floatsPerLine`, and 0 everywhere else.
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

/// Adds up a list on several threads.
///
/// - Parameters:
///   - x: the list.
///   - threads: how many threads share it; at least 1.
/// - Returns: the sum of all numbers.
func threadedSum(_ x: [Float], threads: Int) -> Float {
  partialSums(x, threads: threads).reduce(0, +)
}
