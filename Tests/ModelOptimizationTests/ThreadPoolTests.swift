import ModelOptimization
import Synchronization
import Testing

@Suite struct `A pool of threads` {
  @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 64, 1000])
  func `calls its body once for each index`(threads: Int, count: Int) {
    let pool = ThreadPool(threads: threads)
    #expect(pool.threads == threads)
    let calls = Counters(count)
    pool.parallel(count) { calls.add(at: $0) }
    #expect(calls.values.allSatisfy { $0 == 1 })
  }

  @Test func `does nothing for a count below zero`() {
    let calls = Counters(1)
    for threads in [1, 2] { ThreadPool(threads: threads).parallel(-3) { _ in calls.add(at: 0) } }
    #expect(calls.values == [0])
  }

  @Test(arguments: [1, 2, 3, 5])
  func `uses as many threads as were asked for and no more`(threads: Int) {
    let pool = ThreadPool(threads: threads)
    let seen = Locked<Set<UInt>>([])
    // Every part waits until all threads have one: fewer threads would never finish.
    let arrived = Atomic<Int>(0)
    pool.parallel(threads) { _ in
      _ = seen.withLock { $0.insert(currentThread()) }
      arrived.add(1, ordering: .acquiringAndReleasing)
      while arrived.load(ordering: .acquiring) < threads { yieldThread() }
    }
    pool.parallel(200) { _ in _ = seen.withLock { $0.insert(currentThread()) } }
    #expect(seen.withLock { $0.count } == threads)
    #expect(seen.withLock { $0.contains(currentThread()) }, "The caller works as well.")
  }

  @Test(arguments: [2, 4])
  func `runs thousands of tiny loops, each whole before the next`(threads: Int) {
    let pool = ThreadPool(threads: threads)
    let sums = UnsafeSums(64)
    var wrong = 0
    for turn in 1...5000 {
      let count = 2 + turn % 63
      pool.parallel(count) { sums.add(turn, at: $0) }
      // Read without a lock: when a loop returns, its writes are seen by the caller.
      for index in 0..<count where sums[index] != turn { wrong += 1 }
      sums.clear()
    }
    #expect(wrong == 0)
  }

  @Test func `wakes threads that fell asleep between loops`() {
    let pool = ThreadPool(threads: 3)
    let calls = Counters(3)
    for _ in 0..<40 {
      sleepThread(microseconds: 500)
      let arrived = Atomic<Int>(0)
      pool.parallel(3) { index in
        calls.add(at: index)
        // Finishes only if both workers have woken.
        arrived.add(1, ordering: .acquiringAndReleasing)
        while arrived.load(ordering: .acquiring) < 3 { yieldThread() }
      }
    }
    #expect(calls.values == [40, 40, 40])
  }

  @Test func `waits for a part that takes long, asleep`() {
    let pool = ThreadPool(threads: 2)
    let calls = Counters(2)
    let arrived = Atomic<Int>(0)
    let caller = currentThread()
    for _ in 0..<5 {
      arrived.store(0, ordering: .releasing)
      pool.parallel(2) { index in
        arrived.add(1, ordering: .acquiringAndReleasing)
        while arrived.load(ordering: .acquiring) < 2 { yieldThread() }
        if currentThread() != caller { sleepThread(microseconds: 20_000) }
        calls.add(at: index)
      }
      #expect(calls.values.min() == calls.values.max(), "A loop returned before its part did.")
    }
    #expect(calls.values == [5, 5])
  }

  @Test func `runs a loop within a loop on the thread that asked for it`() {
    let pool = ThreadPool(threads: 3)
    let calls = Counters(20 * 30)
    let strayed = Atomic<Int>(0)
    pool.parallel(20) { outer in
      let thread = currentThread()
      pool.parallel(30) { inner in
        if currentThread() != thread { strayed.add(1, ordering: .relaxed) }
        calls.add(at: outer * 30 + inner)
      }
    }
    #expect(calls.values.allSatisfy { $0 == 1 })
    #expect(strayed.load(ordering: .relaxed) == 0)
  }

  @Test func `serves callers from many threads at once`() async {
    let pool = ThreadPool(threads: 3)
    let sums = await withTaskGroup(of: Int.self, returning: [Int].self) { group in
      for caller in 0..<16 {
        group.addTask {
          var total = 0
          for _ in 0..<200 {
            let calls = Counters(11)
            pool.parallel(11) { calls.add(caller, at: $0) }
            total += calls.values.reduce(0, +)
          }
          return total
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums.sorted() == (0..<16).map { 200 * 11 * $0 })
  }

  @Test func `comes and goes thousands of times without a thread left hanging`() throws {
    for turn in 0..<2000 {
      let pool = ThreadPool(threads: 1 + turn % 4)
      // Some are dismissed before their threads have begun, some in the middle of a spin.
      if turn % 3 != 0 {
        let calls = Counters(5)
        pool.parallel(5) { calls.add(at: $0) }
        #expect(calls.values == [1, 1, 1, 1, 1])
      }
    }
    #if os(Linux)
      // Dismissed threads end by themselves, soon; a thousand left would be a leak.
      var count = try threadsOfProcess()
      for _ in 0..<500 where count > 200 {
        sleepThread(microseconds: 10_000)
        count = try threadsOfProcess()
      }
      #expect(count <= 200)
    #endif
  }

  @Test func `is the current one within withThreads, and one thread outside`() {
    #expect(ThreadPool.current.threads == 1)
    let inner = withThreads(3) {
      let pool = ThreadPool.current
      let same = withThreads(3) { ThreadPool.current === pool }
      let one = withThreads(1) { ThreadPool.current.threads }
      return (pool.threads, same, one, ThreadPool.current === pool)
    }
    #expect(inner == (3, true, 1, true))
    #expect(ThreadPool.current.threads == 1)
  }

  @Test func `is inherited by a task that is started within withThreads`() async {
    let task = withThreads(2) { Task { ThreadPool.current.threads } }
    #expect(await task.value == 2)
  }

  @Test func `passes on what the body of withThreads throws`() {
    #expect(throws: Refusal(number: 7)) {
      try withThreads(2) { () throws(Refusal) -> Int in throw Refusal(number: 7) }
    }
    #expect(ThreadPool.current.threads == 1)
  }

  @Test func `gives the same sums for every number of threads`() {
    var generator = SplitMix64(seed: 5)
    let numbers = (0..<10_000).map { _ in generator.nextUnit() - 0.5 }
    let results = [1, 2, 3, 7].map { threads in
      let sums = Locked([Float](repeating: 0, count: 100))
      ThreadPool(threads: threads).parallel(100) { part in
        let sum = numbers[(part * 100)..<(part * 100 + 100)].reduce(0, +)
        sums.withLock { $0[part] = sum }
      }
      return sums.withLock { $0 }
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test func `a machine has at least one core`() {
    #expect(availableCores() >= 1)
  }

  @Test func `a pool of no threads ends the program with a sentence`() async {
    await #expect(processExitsWith: .failure) { _ = ThreadPool(threads: 0) }
  }
}

private struct Refusal: Error, Equatable { let number: Int }

/// Numbers that many threads add to.
private final class Counters: Sendable {
  private let counts: Locked<[Int]>

  init(_ count: Int) { counts = Locked([Int](repeating: 0, count: max(count, 0))) }

  var values: [Int] { counts.withLock { $0 } }

  func add(_ amount: Int = 1, at index: Int) { counts.withLock { $0[index] += amount } }
}

/// Numbers without any lock, each of which one thread at a time writes: what kernels do.
private final class UnsafeSums: @unchecked Sendable {
  private let numbers: UnsafeMutableBufferPointer<Int>

  init(_ count: Int) {
    numbers = .allocate(capacity: count)
    numbers.initialize(repeating: 0)
  }

  deinit { numbers.deallocate() }

  subscript(index: Int) -> Int { numbers[index] }

  func add(_ amount: Int, at index: Int) { numbers[index] += amount }

  func clear() { numbers.update(repeating: 0) }
}
