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
  // TODO: does every place have a thread?
  let length = count / threads
  return (0..<threads).map { thread in
    thread * length..<(thread + 1) * length
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
        // TODO: all threads write to one number.
        for place in parts[thread] {
          sums[0] += x[place]
        }
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
