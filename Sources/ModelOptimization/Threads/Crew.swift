import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the threads of a pool share.
///
/// `job` holds, from its lowest bits on: how many workers are at the loop (16 bits), whether the
/// loop is open to more (1 bit), whether its caller sleeps until the last of them is done (1 bit),
/// and the number of the loop. A worker joins by a compare-and-swap of the whole word, so that
/// nobody joins a loop that its caller has closed, and the caller waits only for those who did
/// join: one that sleeps through a short loop holds up nobody.
final class Crew: Sendable {
  private static let atWork: UInt64 = open - 1
  private static let open: UInt64 = 1 << 16
  private static let awaited: UInt64 = 1 << 17
  private static let number: UInt64 = 1 << 18
  /// Looks at the job without letting go of the core: about 200 microseconds, within which the
  /// next layer's loop mostly comes. One who slept takes ten times as long to join as one who
  /// looks.
  private static let spins = 10_000
  /// Looks of a caller that lets others have the core in between: about a millisecond on an idle
  /// machine, longer than the last part of a loop should take.
  private static let yields = 2000

  private let job = Atomic<UInt64>(0)
  private let turns: Turns
  private let busy = Atomic<Bool>(false)
  private let dismissed = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let calls = Atomic<Int>(0)
  // Written by the caller while nobody is at work, read by those who joined.
  nonisolated(unsafe) private var count = 0
  nonisolated(unsafe) private var context: UnsafeRawPointer?
  nonisolated(unsafe) private var body: ((UnsafeRawPointer, Int) -> Void)?
  private let newJob = Bell()
  private let jobDone = Bell()

  // The cores among which the workers are kept off the caller's; none where they run as they are
  // put. `workers` is guarded by `newJob`.
  private let cores: [Int]
  private let callersCore = Atomic<Int>(-1)
  nonisolated(unsafe) private var workers: [Int] = []

  /// - Parameters:
  ///   - threads: how many work on a loop, the caller's included.
  ///   - cores: among how many cores workers are bound; 0 where they are not.
  init(threads: Int, cores: Int) {
    turns = Turns(threads: threads)
    let found = (0..<cores).map { kernel_available_core($0) }
    self.cores = found.contains(-1) ? [] : found
  }

  // MARK: The caller

  func enter() -> Bool {
    busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  func leave() { busy.store(false, ordering: .releasing) }

  /// Whether every worker is about to look for a loop, so that a short one is worth sharing.
  var isAwake: Bool { sleepers.load(ordering: .relaxed) == 0 }

  /// Wakes the workers, for a loop will come soon.
  func wake() {
    guard sleepers.load(ordering: .relaxed) > 0 else { return }
    calls.wrappingAdd(1, ordering: .sequentiallyConsistent)
    newJob.ring()
  }

  /// Shares a loop.
  ///
  /// - Parameters:
  ///   - count: the number of calls.
  ///   - context: what `body` works on; it is there until the loop is over.
  ///   - body: does one part. It captures nothing, so that a loop takes no memory.
  func run(
    _ count: Int, _ context: UnsafeRawPointer, _ body: @escaping (UnsafeRawPointer, Int) -> Void
  ) {
    if !cores.isEmpty { keepWorkersApart() }
    self.count = count
    self.context = context
    self.body = body
    turns.begin(count)
    let last = job.load(ordering: .relaxed) / Crew.number
    // Sequentially consistent with a worker that counts itself among the sleepers and then looks
    // at the job once more: one of the two sees the other.
    job.store((last + 1) * Crew.number | Crew.open, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { newJob.ring() }
    turns.take(thread: 0, of: count) { body(context, $0) }
    job.bitwiseAnd(~Crew.open, ordering: .acquiringAndReleasing)
    waitForWorkers()
    self.body = nil
    self.context = nil
  }

  /// Binds the workers to the cores after the caller's, when the caller came to another.
  private func keepWorkersApart() {
    let core = kernel_current_core()
    guard callersCore.load(ordering: .relaxed) != core else { return }
    newJob.withLock {
      let place = cores.firstIndex(of: core) ?? 0
      for (number, worker) in workers.enumerated() {
        kernel_bind_thread(worker, cores[(place + 1 + number) % cores.count])
      }
      callersCore.store(core, ordering: .relaxed)
    }
  }

  private func waitForWorkers() {
    for turn in 0..<(Crew.spins + Crew.yields) {
      if job.load(ordering: .acquiring) & Crew.atWork == 0 { return }
      if turn < Crew.spins { kernel_spin_hint() } else { sched_yield() }
    }
    // The last worker either sees this mark when it leaves, and rings, or has left before it.
    job.bitwiseOr(Crew.awaited, ordering: .acquiringAndReleasing)
    jobDone.withLock {
      while job.load(ordering: .acquiring) & Crew.atWork != 0 { jobDone.sleep() }
    }
  }

  func dismiss() {
    dismissed.store(true, ordering: .sequentiallyConsistent)
    newJob.ring()
  }

  // MARK: A worker

  /// - Parameter thread: the worker's number, from 1.
  func workerLoop(_ thread: Int) {
    if !cores.isEmpty {
      newJob.withLock {
        workers.append(kernel_current_thread())
        callersCore.store(-1, ordering: .relaxed)
      }
    }
    var seen: UInt64 = 0
    while let word = waitForJob(after: seen) {
      let joined = job.compareExchange(
        expected: word, desired: word + 1, ordering: .acquiringAndReleasing
      ).exchanged
      // Else another worker joined in the same moment, or the loop was closed: look again.
      guard joined else { continue }
      seen = word / Crew.number
      if let body, let context { turns.take(thread: thread, of: count) { body(context, $0) } }
      let left = job.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
      if left & Crew.awaited != 0, left & Crew.atWork == 0 { jobDone.ring() }
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
      newJob.withLock {
        let called = calls.load(ordering: .sequentiallyConsistent)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while openJob(after: seen) == nil, !dismissed.load(ordering: .sequentiallyConsistent),
          calls.load(ordering: .sequentiallyConsistent) == called
        {
          newJob.sleep()
        }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
      }
    }
  }

  private func openJob(after seen: UInt64) -> UInt64? {
    let word = job.load(ordering: .sequentiallyConsistent)
    return word & Crew.open != 0 && word / Crew.number > seen ? word : nil
  }
}
