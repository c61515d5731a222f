import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A number that no other living thread has.
func currentThread() -> UInt {
  #if canImport(Glibc)
    UInt(pthread_self())
  #else
    UInt(bitPattern: pthread_self())
  #endif
}

func yieldThread() { sched_yield() }

func sleepThread(microseconds: UInt32) { usleep(microseconds) }

#if os(Linux)
  /// The threads that this process has now.
  func threadsOfProcess() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
  }
#endif

/// A value behind a lock that the thread sanitizer understands.
///
/// `Synchronization.Mutex` would be the natural choice, but on Linux its slow path lies in a
/// library that the sanitizer does not see into: it then reports races where there are none.
final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: sending Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
