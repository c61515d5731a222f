/// The elements that one call of a cheap loop goes over: some 10 microseconds of work.
let elementGrain = 32_768

/// Calls `body` for ranges that together are `0..<count`, on all threads of the current pool.
///
/// The cut depends on `count` and `grain` alone, so that sums over a range do not depend on the
/// number of threads.
///
/// - Parameters:
///   - count: the elements, rows or images.
///   - grain: how many of them one call goes over; at least 1.
///   - body: does the part of the work.
func parallelRanges(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
  if count <= 2 * grain {
    // One range after the other, but the same ones.
    for start in stride(from: 0, to: count, by: grain) {
      body(start..<min(start + grain, count))
    }
    return
  }
  ThreadPool.current.parallel((count + grain - 1) / grain) { part in
    body(part * grain..<min((part + 1) * grain, count))
  }
}
