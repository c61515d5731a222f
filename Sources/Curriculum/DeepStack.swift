import Dispatch
import Foundation

/// Runs work that recurses deep on a thread with stack enough for it, and waits for its result.
///
/// The threads of Swift's concurrency have 512 KiB on macOS, too little for the 1,000 levels that
/// libyaml lets through.
func withDeepStack<Result: Sendable>(_ work: @escaping @Sendable () -> Result) -> Result {
  let task = DeepTask(work)
  let thread = Thread { task.run() }
  thread.stackSize = 16 << 20
  thread.start()
  return task.result()
}

/// Work that one thread does while another waits for it.
///
/// Unchecked, since the compiler cannot see that the two never touch it at once: the waiting one
/// reads the result only behind the semaphore.
private final class DeepTask<Result: Sendable>: @unchecked Sendable {
  private let work: @Sendable () -> Result
  private let done = DispatchSemaphore(value: 0)
  private var outcome: Result?

  init(_ work: @escaping @Sendable () -> Result) {
    self.work = work
  }

  func run() {
    outcome = work()
    done.signal()
  }

  func result() -> Result {
    done.wait()
    guard let outcome else {
      preconditionFailure("the thread has stored a result before it signals")
    }
    return outcome
  }
}
