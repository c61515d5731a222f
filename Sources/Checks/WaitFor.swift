#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs asynchronous code while the check, which is synchronous, waits for its end.
///
/// State expectations about what comes back, outside of `body`: two threads must not report at
/// once.
/// - Parameters:
///   - seconds: how long to wait. A queue that forgets a caller never ends; the check then gets nil
///     and can say so, where otherwise the whole program would run into its limit.
///   - body: the code to run.
/// - Returns: what `body` returned, or nil when it did not end in time. It is cancelled then, but
///   may go on until the program ends.
/// - Throws: what `body` threw.
public func waitFor<Value: Sendable>(
  seconds: Double = 1, _ body: @escaping @Sendable () async throws -> Value
) throws -> Value? {
  let outcome = Outcome<Value>()
  let task = Task.detached {
    do {
      outcome.end(with: .success(try await body()))
    } catch {
      outcome.end(with: .failure(error))
    }
  }
  guard let result = outcome.wait(seconds: seconds) else {
    task.cancel()
    return nil
  }
  return try result.get()
}

/// The result of a task, handed to a thread that waits for it.
private final class Outcome<Value: Sendable>: @unchecked Sendable {
  private var result: Result<Value, any Error>?
  // A lock of the C library must keep its place in memory.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func end(with result: Result<Value, any Error>) {
    pthread_mutex_lock(mutex)
    self.result = result
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  /// The result, or nil when there is none after `seconds`.
  func wait(seconds: Double) -> Result<Value, any Error>? {
    var deadline = timespec()
    clock_gettime(CLOCK_REALTIME, &deadline)
    // An hour is beyond every limit; more would not fit the fields below.
    let nanoseconds = Int(max(0, min(seconds, 3600)) * 1e9) + Int(deadline.tv_nsec)
    deadline.tv_sec += time_t(nanoseconds / 1_000_000_000)
    deadline.tv_nsec = nanoseconds % 1_000_000_000
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while result == nil {
      guard pthread_cond_timedwait(condition, mutex, &deadline) == 0 else { break }
    }
    return result
  }
}
