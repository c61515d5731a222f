/// Threads that share the loops of the kernels.
///
/// A pool of `n` threads starts `n - 1` and works on the caller's as well. Between loops its
/// threads wait for a moment without sleeping, for the next layer's loop comes within
/// microseconds, and then sleep until they are called.
///
/// What is computed does not depend on the number of threads: a loop is cut by what it computes,
/// never by how many share it, and no two of its parts write to the same element.
public final class ThreadPool: Sendable {
  /// The threads that work on a loop, the caller's included.
  public let threads: Int

  private let crew: Crew

  /// Starts a pool.
  ///
  /// - Parameter threads: how many work on a loop, the caller's included; 1 to 65,535. Where the
  ///   system gives fewer, the loops are shared among those.
  public init(threads: Int) {
    require(threads >= 1, "A pool has at least 1 thread; \(threads) were asked for.")
    require(threads <= 65_535, "A pool has at most 65535 threads; \(threads) were asked for.")
    self.threads = threads
    // Where there is a thread for each core, every worker is kept on a core of its own: some systems
    // put a thread that is woken on the core of the one that woke it, and leave it there for
    // milliseconds.
    let crew = Crew(threads: threads, cores: threads == availableCores() ? threads : 0)
    self.crew = crew
    for thread in 1..<threads {
      guard startThread({ crew.workerLoop(thread) }) else { break }
    }
  }

  deinit { crew.dismiss() }

  /// Calls `body` once for each index below `count`, on all threads of the pool together, and
  /// returns when all calls have.
  ///
  /// The order of the calls is not fixed. A call from within `body`, or while another thread is
  /// using the pool, runs its loop on the calling thread alone.
  ///
  /// - Parameters:
  ///   - count: the number of calls.
  ///   - body: does the part of the work with the given number.
  public func parallel(_ count: Int, _ body: (Int) -> Void) {
    guard threads > 1, count > 1, crew.enter() else {
      for index in 0..<max(count, 0) { body(index) }
      return
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) {
        crew.run(count, $0) { context, index in
          context.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index)
        }
      }
    }
    crew.leave()
  }

  /// The same for a body that captures nothing and finds what it works on in `context`.
  ///
  /// A closure that is shared among threads takes a few bytes of memory for what it captures; this
  /// takes none.
  ///
  /// - Parameters:
  ///   - count: the number of calls.
  ///   - context: what `body` works on; only read.
  ///   - body: does the part of the work with the given number.
  func parallel(
    _ count: Int, on context: UnsafeRawPointer,
    _ body: @escaping (_ context: UnsafeRawPointer, _ index: Int) -> Void
  ) {
    guard threads > 1, count > 1, crew.enter() else {
      for index in 0..<max(count, 0) { body(context, index) }
      return
    }
    crew.run(count, context, body)
    crew.leave()
  }

  /// Whether a loop of a few microseconds is worth sharing now: all workers are looking for one.
  var isAwake: Bool { threads > 1 && crew.isAwake }

  /// Wakes the workers for the loops of the next moments.
  func wake() {
    if threads > 1 { crew.wake() }
  }

  /// The pool that kernels use in the current task: one thread, unless `withThreads` says more.
  @TaskLocal public static var current = ThreadPool(threads: 1)
}

/// Runs `body` with kernels that share their loops among `threads` threads.
///
/// - Parameters:
///   - threads: at least 1; more than the processor has cores makes nothing faster.
///   - body: what is run; kernels that it calls, however deep, use the threads.
/// - Returns: what `body` returns.
public func withThreads<Result, Failure: Error>(
  _ threads: Int, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  if ThreadPool.current.threads == threads { return try body() }
  let pool = ThreadPool(threads: threads)
  let outcome: Swift.Result<Result, Failure> = ThreadPool.$current.withValue(pool) {
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
  }
  return try outcome.get()
}
