import ModelOptimization
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A dynamic batcher` {
  // MARK: When a batch leaves

  @Test func `sends a batch as soon as it is full`() async throws {
    let clock = ManualClock()
    let batches = Recorder<[Int]>()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 4, maximumWait: .seconds(1), clock: clock
    ) { requests in
      batches.append(requests)
      return requests.map { $0 * 10 }
    }
    let answers = try await answers(of: batcher, to: [1, 2, 3, 4])
    #expect(answers == [1: 10, 2: 20, 3: 30, 4: 40])
    #expect(batches.values.count == 1)
    #expect(clock.now == ManualClock().now, "The clock stood still.")
  }

  @Test func `sends a batch when its oldest request has waited the maximum`() async throws {
    let clock = ManualClock()
    let batches = Recorder<[Int]>()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 8, maximumWait: .milliseconds(10), clock: clock
    ) { requests in
      batches.append(requests)
      return requests
    }
    let first = Task { try await batcher.answer(to: 1) }
    await eventually { clock.sleepers == 1 }
    clock.advance(by: .milliseconds(6))
    let second = Task { try await batcher.answer(to: 2) }
    await eventually { await batcher.statistics.waiting == 2 }
    clock.advance(by: .milliseconds(3))
    #expect(await batcher.statistics.batches == 0, "9 ms have passed.")
    clock.advance(by: .milliseconds(1))
    #expect(try await first.value == 1)
    #expect(try await second.value == 2, "The second leaves with the first.")
    #expect(batches.values == [[1, 2]])
    let statistics = await batcher.statistics
    #expect(statistics.longestWait == .milliseconds(10))
    #expect(statistics.meanWait == .milliseconds(7))
    #expect(statistics.wait(percentile: 0.5) == .milliseconds(4))
    #expect(statistics.wait(percentile: 1) == .milliseconds(10))
    #expect(statistics.meanBatchSize == 2)
  }

  @Test func `does not send a batch early because another left before`() async throws {
    // Callers that each sleep and then send what they find: the first caller's sleep, begun with
    // a batch that has left already, would send the next one early.
    let clock = ManualClock()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .milliseconds(10), clock: clock
    ) { $0 }
    let first = Task { try await batcher.answer(to: 1) }
    await eventually { clock.sleepers == 1 }
    clock.advance(by: .milliseconds(8))
    #expect(try await batcher.answer(to: 2) == 2)
    #expect(try await first.value == 1)
    let third = Task { try await batcher.answer(to: 3) }
    await eventually { await batcher.statistics.waiting == 1 }
    // The first timer rings 2 ms after the third request came, and is set anew.
    clock.advance(by: .milliseconds(2))
    await eventually { clock.sleeps == 2 && clock.sleepers == 1 }
    #expect(await batcher.statistics.waiting == 1)
    clock.advance(by: .milliseconds(7))
    #expect(await batcher.statistics.waiting == 1, "9 ms have passed.")
    clock.advance(by: .milliseconds(1))
    #expect(try await third.value == 3)
    #expect(await batcher.statistics.longestWait == .milliseconds(10))
  }

  @Test func `sets one timer for many requests`() async throws {
    let clock = ManualClock()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 1000, maximumWait: .seconds(1), clock: clock
    ) { $0 }
    let answers = Task { try await self.answers(of: batcher, to: Array(0..<500)) }
    await eventually { await batcher.statistics.waiting == 500 }
    await eventually { clock.sleepers == 1 }
    #expect(clock.sleeps == 1)
    clock.advance(by: .seconds(1))
    #expect(try await answers.value.count == 500)
    #expect(await batcher.statistics.sizes[500] == 1)
  }

  @Test func `without a wait sends at once, and fills while the model is busy`() async throws {
    let gate = Gate()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 8, maximumWait: .zero, clock: ManualClock()
    ) { requests in
      await gate.pass()
      return requests
    }
    let first = Task { try await batcher.answer(to: 0) }
    await eventually { await batcher.statistics.batchesInFlight == 1 }
    let others = Task { try await self.answers(of: batcher, to: Array(1...11)) }
    await eventually { await batcher.statistics.waiting == 11 }
    await gate.open()
    #expect(try await first.value == 0)
    #expect(try await others.value.count == 11)
    let sizes = await batcher.statistics.sizes
    #expect((sizes[1], sizes[8], sizes[3]) == (1, 1, 1))
  }

  @Test func `keeps as many batches in flight as it may, and no more`() async throws {
    let gate = Gate()
    let inFlight = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), queueLimit: 100, batchesInFlight: 3,
      clock: ManualClock()
    ) { requests in
      most.max(inFlight.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
      await gate.pass()
      inFlight.subtract(1, ordering: .relaxed)
      return requests
    }
    let answers = Task { try await self.answers(of: batcher, to: Array(0..<20)) }
    await eventually { await batcher.statistics.waiting == 14 }
    #expect(await batcher.statistics.batchesInFlight == 3)
    await gate.open()
    #expect(try await answers.value.count == 20)
    #expect(most.load(ordering: .relaxed) <= 3)
  }

  @Test func `answers in the order of the requests within a batch`() async throws {
    let clock = ManualClock()
    let batches = Recorder<[Int]>()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 3, maximumWait: .seconds(1), clock: clock
    ) { requests in
      batches.append(requests)
      return requests
    }
    var tasks: [Task<Int, any Error>] = []
    for request in 0..<3 {
      tasks.append(Task { try await batcher.answer(to: request) })
      await eventually { await batcher.statistics.requests == request + 1 }
    }
    for (request, task) in tasks.enumerated() { #expect(try await task.value == request) }
    #expect(batches.values == [[0, 1, 2]], "First come, first served.")
  }

  // MARK: Errors

  @Test func `gives the error of a batch to its callers and no others`() async throws {
    let clock = ManualClock()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), clock: clock
    ) { requests in
      if requests.contains(13) { throw Unlucky() }
      return requests
    }
    let doomed = [13, 14].map { request in Task { try await batcher.answer(to: request) } }
    for task in doomed { await #expect(throws: Unlucky.self) { try await task.value } }
    #expect(try await answers(of: batcher, to: [1, 2]) == [1: 1, 2: 2])
    let statistics = await batcher.statistics
    #expect((statistics.failed, statistics.answered) == (2, 2))
  }

  @Test func `refuses a model's wrong number of answers`() async throws {
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 1, maximumWait: .zero, clock: ManualClock()
    ) { _ in [1, 2] }
    await #expect(throws: ServingError.wrongAnswerCount(requests: 1, answers: 2)) {
      try await batcher.answer(to: 1)
    }
    let text = ServingError.wrongAnswerCount(requests: 1, answers: 2).description
    #expect(text.contains("2 answers to a batch of 1"))
  }

  // MARK: Cancellation

  @Test func `lets a cancelled caller go from the queue at once`() async throws {
    let clock = ManualClock()
    let batches = Recorder<[Int]>()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 8, maximumWait: .seconds(1), clock: clock
    ) { requests in
      batches.append(requests)
      return requests
    }
    let kept = Task { try await batcher.answer(to: 1) }
    await eventually { await batcher.statistics.waiting == 1 }
    let dropped = Task { try await batcher.answer(to: 2) }
    await eventually { await batcher.statistics.waiting == 2 }
    dropped.cancel()
    await #expect(throws: CancellationError.self) { try await dropped.value }
    #expect(await batcher.statistics.waiting == 1)
    await eventually { clock.sleepers == 1 }
    clock.advance(by: .seconds(1))
    #expect(try await kept.value == 1)
    #expect(batches.values == [[1]], "The model never saw the cancelled request.")
    #expect(await batcher.statistics.cancelled == 1)
  }

  @Test func `lets a cancelled caller go while its batch runs on`() async throws {
    let gate = Gate()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), clock: ManualClock()
    ) { requests in
      await gate.pass()
      return requests
    }
    let kept = Task { try await batcher.answer(to: 1) }
    let dropped = Task { try await batcher.answer(to: 2) }
    await eventually { await batcher.statistics.batchesInFlight == 1 }
    dropped.cancel()
    await #expect(throws: CancellationError.self) { try await dropped.value }
    #expect(await batcher.statistics.batchesInFlight == 1, "Its batch is still with the model.")
    await gate.open()
    #expect(try await kept.value == 1)
  }

  @Test func `cancels a batch whose callers have all gone`() async throws {
    let cancelled = Flag()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), clock: ManualClock()
    ) { requests in
      do {
        try await Task.sleep(for: .seconds(3600))
      } catch {
        cancelled.raise()
        throw error
      }
      return requests
    }
    let tasks = [1, 2].map { request in Task { try await batcher.answer(to: request) } }
    await eventually { await batcher.statistics.batchesInFlight == 1 }
    tasks[0].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[0].value }
    #expect(!cancelled.isRaised, "The other still waits for it.")
    tasks[1].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[1].value }
    await eventually { await batcher.statistics.batchesInFlight == 0 }
    #expect(cancelled.isRaised)
  }

  @Test func `takes nothing from a caller that was cancelled before it came`() async throws {
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 1, maximumWait: .zero, clock: ManualClock()
    ) { $0 }
    let task = Task {
      await eventually { Task.isCancelled }
      return try await batcher.answer(to: 1)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await batcher.statistics.batches == 0)
  }

  // MARK: A full queue

  @Test func `refuses what finds the queue full, when told to`() async throws {
    let clock = ManualClock()
    let gate = Gate()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), queueLimit: 3, whenFull: .refuse, clock: clock
    ) { requests in
      await gate.pass()
      return requests
    }
    let served = Task { try await self.answers(of: batcher, to: [1, 2, 3, 4, 5]) }
    await eventually { await batcher.statistics.waiting == 3 }
    await #expect(throws: ServingError.queueFull(waiting: 3)) { try await batcher.answer(to: 6) }
    #expect(ServingError.queueFull(waiting: 3).description.contains("3 requests wait"))
    #expect(await batcher.statistics.refused == 1)
    await gate.open()
    await eventually { clock.sleepers == 1 }
    clock.advance(by: .seconds(1))
    #expect(try await served.value.count == 5)
  }

  @Test func `suspends who finds the queue full, and serves in the order of coming`() async throws {
    let gate = Gate()
    let batches = Recorder<[Int]>()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .zero, queueLimit: 2, clock: ManualClock()
    ) { requests in
      batches.append(requests)
      await gate.pass()
      return requests
    }
    var tasks: [Task<Int, any Error>] = []
    for request in 0..<8 {
      tasks.append(Task { try await batcher.answer(to: request) })
      await eventually { await batcher.statistics.requests == request + 1 }
    }
    let full = await batcher.statistics
    #expect((full.waiting, full.waitingForRoom, full.batchesInFlight) == (2, 5, 1))
    tasks[5].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[5].value }
    tasks[1].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[1].value }
    let after = await batcher.statistics
    #expect((after.waiting, after.waitingForRoom) == (2, 3), "Its place was taken at once.")
    await gate.open()
    for request in [0, 2, 3, 4, 6, 7] { #expect(try await tasks[request].value == request) }
    #expect(batches.values == [[0], [2, 3], [4, 6], [7]])
  }

  // MARK: Shutting down

  @Test func `answers what waits before it shuts down`() async throws {
    let gate = Gate()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), queueLimit: 3, clock: ManualClock()
    ) { requests in
      await gate.pass()
      return requests
    }
    var tasks: [Task<Int, any Error>] = []
    for request in 0..<6 {
      tasks.append(Task { try await batcher.answer(to: request) })
      await eventually { await batcher.statistics.requests == request + 1 }
    }
    #expect(await batcher.statistics.waitingForRoom == 1)
    let closing = Task { await batcher.shutDown() }
    let closingToo = Task { await batcher.shutDown() }
    await #expect(throws: ServingError.shutDown) { try await tasks[5].value }
    await #expect(throws: ServingError.shutDown) { try await batcher.answer(to: 9) }
    await gate.open()
    for request in 0..<5 { #expect(try await tasks[request].value == request) }
    await closing.value
    await closingToo.value
    let statistics = await batcher.statistics
    #expect((statistics.waiting, statistics.batchesInFlight, statistics.refused) == (0, 0, 2))
    await batcher.shutDown(.refuseWaiting)
  }

  @Test func `refuses what waits when it is told to, and awaits the batch that runs`() async throws
  {
    let gate = Gate()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 2, maximumWait: .seconds(1), clock: ManualClock()
    ) { requests in
      await gate.pass()
      return requests
    }
    var tasks: [Task<Int, any Error>] = []
    for request in 0..<3 {
      tasks.append(Task { try await batcher.answer(to: request) })
      await eventually { await batcher.statistics.requests == request + 1 }
    }
    let closed = Flag()
    let closing = Task {
      await batcher.shutDown(.refuseWaiting)
      closed.raise()
    }
    await #expect(throws: ServingError.shutDown) { try await tasks[2].value }
    #expect(!closed.isRaised, "A batch is still with the model.")
    await gate.open()
    #expect(try await tasks[0].value == 0)
    #expect(try await tasks[1].value == 1)
    await closing.value
  }

  @Test func `is gone with its timer when nobody holds it`() async throws {
    let clock = ManualClock()
    weak var watched: DynamicBatcher<Int, Int>?
    do {
      let batcher = DynamicBatcher<Int, Int>(
        maximumBatch: 8, maximumWait: .seconds(1), clock: clock
      ) { $0 }
      watched = batcher
      let task = Task { try await batcher.answer(to: 1) }
      await eventually { clock.sleepers == 1 }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    await eventually { watched == nil && clock.sleepers == 0 }
    #expect(watched == nil)
  }

  // MARK: Callers' bugs

  @Test func `a batch of none ends the program with a sentence`() async {
    await #expect(processExitsWith: .failure) {
      _ = DynamicBatcher<Int, Int>(maximumBatch: 0, maximumWait: .zero) { $0 }
    }
    await #expect(processExitsWith: .failure) {
      _ = DynamicBatcher<Int, Int>(maximumBatch: 4, maximumWait: .zero, queueLimit: 3) { $0 }
    }
  }

  private func answers(
    of batcher: DynamicBatcher<Int, Int>, to requests: [Int]
  ) async throws -> [Int: Int] {
    try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for request in requests {
        group.addTask { (request, try await batcher.answer(to: request)) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }
}

private struct Unlucky: Error {}
