#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock, and what sleeping threads wait for while they let go of it.
///
/// `Synchronization.Mutex` has no condition to wait for; this is the pair of POSIX threads.
final class Bell: @unchecked Sendable {
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

  func withLock<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Lets go of the lock, sleeps until somebody rings (or for no reason at all), and takes the
  /// lock again.
  func sleep() { pthread_cond_wait(condition, mutex) }

  /// Wakes all sleepers; whoever is between its last look and its sleep holds the lock, so that
  /// none misses it.
  func ring() {
    withLock { _ = pthread_cond_broadcast(condition) }
  }

  /// Wakes one sleeper; to be called with the lock held.
  func ringOnce() { pthread_cond_signal(condition) }
}
