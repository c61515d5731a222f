/// The work of one step of a prepared model: whole examples in, whole examples out.
///
/// An operator does not change after its preparation; sessions on several threads share it with
/// its weights. What it gives for an example depends neither on the others that come with it nor
/// on the number of threads.
protocol PreparedOperator: Sendable {
  /// Bytes of memory to work in that each thread needs.
  var scratchBytes: Int { get }

  /// Bytes of memory that a call needs beside them, for all threads together. Only a step that
  /// takes all examples at once may ask for any.
  func sharedBytes(examples: Int) -> Int

  /// Computes the examples of a task.
  func run(_ task: OperatorTask)
}

extension PreparedOperator {
  var scratchBytes: Int { 0 }
  func sharedBytes(examples: Int) -> Int { 0 }
}

/// What an operator is given to do.
struct OperatorTask {
  /// How many examples lie at `input` and go to `output`.
  var examples: Int
  var input: UnsafeRawPointer
  /// The second input of a sum; for all others the same as `input`.
  var secondInput: UnsafeRawPointer
  var output: UnsafeMutableRawPointer
  /// Memory to work in: `scratchBytes` for each thread of `pool`.
  var scratch: ConvolutionScratch
  /// `sharedBytes` for the session's largest batch, at a multiple of 64 bytes; for steps that take
  /// all examples at once.
  var shared: UnsafeMutableRawPointer
  /// Who shares the work: the session's threads, or the calling thread alone.
  var pool: ThreadPool
}

extension OperatorTask {
  /// The first input as elements of the kind that the value has.
  func input<Element: BitwiseCopyable>(as _: Element.Type) -> UnsafePointer<Element> {
    input.assumingMemoryBound(to: Element.self)
  }

  /// The second input as elements of the kind that the value has.
  func secondInput<Element: BitwiseCopyable>(as _: Element.Type) -> UnsafePointer<Element> {
    secondInput.assumingMemoryBound(to: Element.self)
  }

  /// The output as elements of the kind that the value has.
  func output<Element: BitwiseCopyable>(as _: Element.Type) -> UnsafeMutablePointer<Element> {
    output.assumingMemoryBound(to: Element.self)
  }

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
