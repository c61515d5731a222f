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
