/// The work of one step of a prepared model: whole examples in, whole examples out.
///
/// An operator does not change after its preparation; sessions on several threads share it with
/// its weights. What it gives for an example depends neither on the others that come with it nor
/// on the number of threads.
protocol PreparedOperator: Sendable {
  /// Elements of memory to work in that each thread needs.
  var scratchCount: Int { get }

  /// Computes the examples of a task.
  func run(_ task: OperatorTask)
}

extension PreparedOperator {
  var scratchCount: Int { 0 }
}

/// What an operator is given to do.
struct OperatorTask {
  /// How many examples lie at `input` and go to `output`.
  var examples: Int
  var input: UnsafePointer<Float>
  /// The second input of a sum; for all others the same as `input`.
  var secondInput: UnsafePointer<Float>
  var output: UnsafeMutablePointer<Float>
  /// Memory to work in: `scratchCount` elements for each thread of `pool`.
  var scratch: ConvolutionScratch
  /// Who shares the work: the session's threads, or the calling thread alone.
  var pool: ThreadPool
}

extension OperatorTask {
  /// Calls `body` with a start and a length for each part of `count` elements of about `workOfOne`
  /// operations each; a loop that is over sooner than another thread is called stays in one piece.
  func inParts(
    _ count: Int, workOfOne: Int, _ body: (_ start: Int, _ count: Int) -> Void
  ) {
    let enough = pool.isAwake ? 30_000 : 200_000
    let part = max(1, enough / max(1, workOfOne))
    guard pool.threads > 1, count >= 2 * part else { return body(0, count) }
    // At most two parts for each thread: enough to level out, and few calls.
    let parts = min(2 * pool.threads, count / part)
    pool.parallel(parts) { index in
      let (start, end) = (count * index / parts, count * (index + 1) / parts)
      body(start, end - start)
    }
  }
}
