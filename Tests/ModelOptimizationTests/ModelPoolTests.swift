import ModelOptimization
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A pool of models` {
  @Test func `keeps each model on a thread of its own`() async throws {
    let pool = try ModelPool(models: 3) { Named(number: $0) }
    let threads = Recorder<(model: Int, thread: UInt)>()
    let meeting = Meeting(of: 3)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 {
        group.addTask {
          try await pool.run { model in
            threads.append((model.number, currentThread()))
            meeting.join()
          }
        }
      }
      try await group.waitForAll()
    }
    for _ in 0..<100 {
      try await pool.run { model in
        threads.append((model.number, currentThread()))
      }
    }
    let seen = Dictionary(grouping: threads.values, by: \.model)
      .mapValues { Set($0.map(\.thread)) }
    #expect(seen.keys.sorted() == [0, 1, 2])
    #expect(seen.values.allSatisfy { $0.count == 1 })
    #expect(Set(seen.values.flatMap { $0 }).count == 3)
  }

  @Test func `lends a model to one at a time, and keeps what is written to it`() async throws {
    let pool = try ModelPool(models: 2) { _ in [Int]() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for request in 0..<2000 {
        group.addTask { try await pool.run { $0.append(request) } }
      }
      try await group.waitForAll()
    }
    // Both models at once: each of the two waits for the other.
    let meeting = Meeting(of: 2)
    let kept = try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<2 {
        group.addTask {
          try await pool.run { model in
            meeting.join()
            return model
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(kept.sorted() == Array(0..<2000))
  }

  @Test func `serves in the order of coming`() async throws {
    let pool = try ModelPool(models: 1) { _ in 0 }
    let block = Block()
    let order = Recorder<Int>()
    let first = Task { try await pool.run { _ in block.pass() } }
    await eventually { block.isReached }
    var tasks: [Task<Void, any Error>] = []
    for request in 0..<50 {
      tasks.append(Task { try await pool.run { _ in order.append(request) } })
      await eventually { pool.waiting == request + 1 }
    }
    block.open()
    try await first.value
    for task in tasks { try await task.value }
    #expect(order.values == Array(0..<50))
  }

  @Test func `lets a cancelled caller go while it waits`() async throws {
    let pool = try ModelPool(models: 1) { _ in 0 }
    let block = Block()
    let ran = Flag()
    let first = Task { try await pool.run { _ in block.pass() } }
    await eventually { block.isReached }
    let second = Task { try await pool.run { _ in ran.raise() } }
    await eventually { pool.waiting == 1 }
    second.cancel()
    await #expect(throws: CancellationError.self) { try await second.value }
    #expect(pool.waiting == 0)
    block.open()
    try await first.value
    #expect(!ran.isRaised)
    let late = Task {
      await eventually { Task.isCancelled }
      try await pool.run { _ in ran.raise() }
    }
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
    #expect(!ran.isRaised)
  }

  @Test func `finishes work that had begun when its caller was cancelled`() async throws {
    let pool = try ModelPool(models: 1) { _ in 0 }
    let block = Block()
    let task = Task {
      try await pool.run { _ in
        block.pass()
        return 7
      }
    }
    await eventually { block.isReached }
    task.cancel()
    block.open()
    #expect(try await task.value == 7)
  }

  @Test func `passes on what work throws, and serves on`() async throws {
    let pool = try ModelPool(models: 1) { _ in 0 }
    await #expect(throws: Broken.self) { try await pool.run { _ in throw Broken() } }
    #expect(try await pool.run { _ in 3 } == 3)
  }

  @Test func `fails when a model cannot be made, and leaves no thread`() {
    #expect(throws: Broken.self) {
      _ = try ModelPool(models: 3) { number in
        if number == 2 { throw Broken() }
        return Named(number: number)
      }
    }
  }

  @Test func `finishes what waits before it shuts down`() async throws {
    let pool = try ModelPool(models: 1) { _ in 0 }
    let block = Block()
    let first = Task { try await pool.run { _ in block.pass() } }
    await eventually { block.isReached }
    let second = Task { try await pool.run { _ in 2 } }
    await eventually { pool.waiting == 1 }
    let closing = Task { await pool.shutDown() }
    let refused = Task {
      while true { try await pool.run { _ in } }
    }
    await #expect(throws: ServingError.shutDown) { try await refused.value }
    block.open()
    try await first.value
    #expect(try await second.value == 2)
    await closing.value
    await pool.shutDown()
    await #expect(throws: ServingError.shutDown) { try await pool.run { _ in } }
  }

  @Test func `refuses what waits when it is told to`() async throws {
    let pool = try ModelPool(models: 1) { _ in 0 }
    let block = Block()
    let first = Task { try await pool.run { _ in block.pass() } }
    await eventually { block.isReached }
    let second = Task { try await pool.run { _ in 2 } }
    await eventually { pool.waiting == 1 }
    let closing = Task { await pool.shutDown(.refuseWaiting) }
    await #expect(throws: ServingError.shutDown) { try await second.value }
    block.open()
    try await first.value
    await closing.value
  }

  @Test func `destroys its models when nobody holds it`() async throws {
    let alive = Alive()
    do {
      let pool = try ModelPool(models: 3) { _ in Counted(alive) }
      try await pool.run { _ in }
      #expect(alive.number == 3)
    }
    await eventually { alive.number == 0 }
    #expect(alive.number == 0)
  }

  @Test func `serves thousands with cancellations`() async throws {
    let pool = try ModelPool(models: 4) { Named(number: $0) }
    let wrong = try await withThrowingTaskGroup(of: Bool.self) { group in
      for request in 0..<4000 {
        group.addTask {
          let task = Task { try await pool.run { _ in request * 3 } }
          if request % 4 == 0 {
            for _ in 0..<(request % 13) { await Task.yield() }
            task.cancel()
          }
          do {
            return try await task.value != request * 3
          } catch is CancellationError {
            return request % 4 != 0
          }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wrong == 0)
    #expect(pool.waiting == 0)
  }

  @Test func `a pool of no models ends the program with a sentence`() async {
    await #expect(processExitsWith: .failure) { _ = try ModelPool(models: 0) { $0 } }
  }
}

private struct Broken: Error {}

private final class Named {
  let number: Int
  init(number: Int) { self.number = number }
}

private final class Counted {
  private let alive: Alive

  init(_ alive: Alive) {
    self.alive = alive
    alive.count.add(1, ordering: .acquiringAndReleasing)
  }

  deinit { alive.count.subtract(1, ordering: .acquiringAndReleasing) }
}

private final class Alive: Sendable {
  let count = Atomic<Int>(0)

  var number: Int { count.load(ordering: .acquiring) }
}

/// Holds up a thread until it is opened.
private final class Block: Sendable {
  private let reached = Flag()
  private let opened = Flag()

  var isReached: Bool { reached.isRaised }

  func pass() {
    reached.raise()
    while !opened.isRaised { sleepThread(microseconds: 100) }
  }

  func open() { opened.raise() }
}
