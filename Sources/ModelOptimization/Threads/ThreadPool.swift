import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
  /// - Parameter threads: how many work on a loop, the caller's included; at least 1.
  public init(threads: Int) {
    require(threads >= 1, "A pool has at least 1 thread; \(threads) were asked for.")
    self.threads = threads
    crew = Crew()
    for _ in 1..<threads { crew.startWorker() }
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
    withoutActuallyEscaping(body) { crew.run(count, $0) }
    crew.leave()
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

/// The cores that this process may use.
public func availableCores() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// What the threads of a pool share.
///
/// `job` holds, from its lowest bits on: how many workers are at the loop (16 bits), whether the
/// loop is open to more (1 bit), and the number of the loop. A worker joins by a
/// compare-and-swap, so that nobody joins a loop that its caller has closed, and the caller
/// waits only for those who did join: one that sleeps through a short loop holds up nobody.
private final class Crew: Sendable {
  private static let open: UInt64 = 1 << 16
  private static let atWork: UInt64 = open - 1
  private static let number: UInt64 = 1 << 17
  /// Waits without sleeping: about 20 microseconds.
  private static let spins = 1000

  private let job = Atomic<UInt64>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Bool>(false)
  private let dismissed = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  nonisolated(unsafe) private var count = 0
  nonisolated(unsafe) private var body: ((Int) -> Void)?
  private let bell = Bell()

  func enter() -> Bool {
    busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  func leave() { busy.store(false, ordering: .releasing) }

  func run(_ count: Int, _ body: @escaping (Int) -> Void) {
    self.count = count
    self.body = body
    next.store(0, ordering: .relaxed)
    // Sequentially consistent with a worker that counts itself among the sleepers and then looks
    // at the job once more: one of the two sees the other.
    let before = job.load(ordering: .relaxed)
    job.store(before + Crew.number | Crew.open, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { bell.ring() }
    work(count, body)
    job.bitwiseAnd(~Crew.open, ordering: .acquiringAndReleasing)
    var turns = 0
    while job.load(ordering: .acquiring) & Crew.atWork != 0 {
      turns += 1
      if turns < Crew.spins { kernel_spin_hint() } else { sched_yield() }
    }
    self.body = nil
  }

  private func work(_ count: Int, _ body: (Int) -> Void) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }

  func startWorker() {
    let start = Unmanaged.passRetained(self)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let failure = pthread_create(&thread, nil, workerMain, start.toOpaque())
    if failure != 0 {
      // The loops are then shared among fewer; the caller's own thread does what is left.
      start.release()
      return
    }
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
  }

  func dismiss() {
    dismissed.store(true, ordering: .sequentiallyConsistent)
    bell.ring()
  }

  func workerLoop() {
    var seen: UInt64 = 0
    while let word = waitForJob(after: seen) {
      seen = word / Crew.number
      let joined = job.compareExchange(
        expected: word, desired: word + 1, ordering: .acquiringAndReleasing
      ).exchanged
      if !joined {
        // Another worker joined in the same moment, or the loop was closed: look again.
        seen -= 1
        continue
      }
      if let body { work(count, body) }
      job.wrappingSubtract(1, ordering: .releasing)
    }
  }

  /// The word of an open job with a higher number than `seen`; nil when the pool is dismissed.
  private func waitForJob(after seen: UInt64) -> UInt64? {
    while true {
      for _ in 0..<Crew.spins {
        if let word = openJob(after: seen) { return word }
        if dismissed.load(ordering: .relaxed) { return nil }
        kernel_spin_hint()
      }
      bell.lock()
      sleepers.add(1, ordering: .sequentiallyConsistent)
      while openJob(after: seen) == nil, !dismissed.load(ordering: .sequentiallyConsistent) {
        bell.sleep()
      }
      sleepers.subtract(1, ordering: .sequentiallyConsistent)
      bell.unlock()
    }
  }

  private func openJob(after seen: UInt64) -> UInt64? {
    let word = job.load(ordering: .sequentiallyConsistent)
    return word & Crew.open != 0 && word / Crew.number > seen ? word : nil
  }
}

/// A C function, for a thread begins with one.
#if canImport(Darwin)
  private func workerMain(_ crew: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Crew>.fromOpaque(crew).takeRetainedValue().workerLoop()
    return nil
  }
#else
  private func workerMain(_ crew: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let crew { Unmanaged<Crew>.fromOpaque(crew).takeRetainedValue().workerLoop() }
    return nil
  }
#endif

/// What sleeping workers wait for.
private final class Bell: @unchecked Sendable {
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

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func sleep() { pthread_cond_wait(condition, mutex) }

  func ring() {
    lock()
    pthread_cond_broadcast(condition)
    unlock()
  }
}
