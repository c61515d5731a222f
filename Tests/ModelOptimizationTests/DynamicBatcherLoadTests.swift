import ModelOptimization
import Testing

/// Thousands of callers at once, some of whom lose patience, and a model that fails now and then.
@Suite(.timeLimit(.minutes(10))) struct `A dynamic batcher under load` {
  @Test(arguments: [(FullQueue.suspend, 16), (.suspend, 100_000), (.refuse, 64)])
  func `gives every caller its own answer`(whenFull: FullQueue, queueLimit: Int) async throws {
    let pool = try ModelPool(models: 3) { Squarer(number: $0) }
    let batcher = DynamicBatcher<Int, Answer>(
      maximumBatch: 16, maximumWait: .microseconds(300), queueLimit: queueLimit,
      whenFull: whenFull, pool: pool
    ) { model, requests in try model.answer(requests) }

    let callers = 4000
    let outcomes = await withTaskGroup(of: Outcome.self, returning: [Outcome: Int].self) { group in
      for request in 0..<callers {
        group.addTask { await outcome(of: request, from: batcher) }
      }
      return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(outcomes[.wrong] == nil)
    #expect(outcomes[.right, default: 0] > 0)
    #expect(outcomes.values.reduce(0, +) == callers, "No caller is left without an outcome.")

    await batcher.shutDown()
    await pool.shutDown()
    let statistics = await batcher.statistics
    #expect(statistics.answered >= outcomes[.right, default: 0])
    #expect(statistics.answered + statistics.failed + statistics.cancelled == statistics.requests)
    #expect(statistics.refused == outcomes[.refused, default: 0])
    #expect(
      (statistics.waiting, statistics.waitingForRoom, statistics.batchesInFlight) == (0, 0, 0))
    #expect(statistics.meanBatchSize >= 1 && statistics.meanBatchSize <= 16)
    if whenFull == .suspend { #expect(outcomes[.refused] == nil) }
  }

  @Test func `survives a shutdown in the middle of the rush`() async throws {
    for manner in [ShutdownManner.answerWaiting, .refuseWaiting] {
      let pool = try ModelPool(models: 2) { Squarer(number: $0) }
      let batcher = DynamicBatcher<Int, Answer>(
        maximumBatch: 8, maximumWait: .microseconds(100), queueLimit: 64, pool: pool
      ) { model, requests in try model.answer(requests) }
      let outcomes = await withTaskGroup(
        of: Outcome?.self, returning: [Outcome: Int].self
      ) { group in
        for request in 0..<2000 {
          group.addTask { await outcome(of: request, from: batcher) }
        }
        group.addTask {
          await eventually { await batcher.statistics.answered > 100 }
          await batcher.shutDown(manner)
          return nil
        }
        return await group.reduce(into: [:]) {
          if let outcome = $1 { $0[outcome, default: 0] += 1 }
        }
      }
      #expect(outcomes[.wrong] == nil)
      #expect(outcomes.values.reduce(0, +) == 2000)
      let statistics = await batcher.statistics
      #expect((statistics.waiting, statistics.waitingForRoom) == (0, 0))
      #expect(statistics.batchesInFlight == 0)
    }
  }

  @Test func `fills its batches when many call`() async throws {
    let gate = Gate()
    let batcher = DynamicBatcher<Int, Int>(
      maximumBatch: 32, maximumWait: .zero, queueLimit: 10_000
    ) { requests in
      await gate.pass()
      return requests.map { -$0 }
    }
    let sum = Task {
      try await withThrowingTaskGroup(of: Int.self) { group in
        for request in 0..<3201 { group.addTask { try await batcher.answer(to: request) } }
        return try await group.reduce(0, +)
      }
    }
    await eventually { await batcher.statistics.requests == 3201 }
    await gate.open()
    #expect(try await sum.value == -(3200 * 3201 / 2))
    let sizes = await batcher.statistics.sizes
    // The first leaves alone or with the few that came with it; then all are full but the last.
    #expect(sizes[32] >= 99)
  }
}

private struct Answer: Sendable {
  let request: Int
  let square: Int
}

private struct OverflowingModel: Error {}

private enum Outcome: Hashable {
  case right, failed, cancelled, refused, wrong
}

/// A model with a buffer that it writes to: two threads in it at once would be a race.
private final class Squarer {
  private var buffer: [Int] = []
  private let number: Int

  init(number: Int) { self.number = number }

  func answer(_ requests: [Int]) throws -> [Answer] {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: requests)
    if requests.contains(where: { $0 % 97 == 13 }) { throw OverflowingModel() }
    return buffer.map { Answer(request: $0, square: $0 * $0) }
  }
}

/// Asks for one answer; one caller in five is cancelled sooner or later.
private func outcome(
  of request: Int, from batcher: DynamicBatcher<Int, Answer>
) async -> Outcome {
  let call = Task { try await batcher.answer(to: request) }
  var generator = SplitMix64(seed: UInt64(request))
  if request % 5 == 0 {
    for _ in 0..<(generator.next() % 40) { await Task.yield() }
    call.cancel()
  }
  do {
    let answer = try await call.value
    return answer.request == request && answer.square == request * request ? .right : .wrong
  } catch is CancellationError {
    return request % 5 == 0 ? .cancelled : .wrong
  } catch is OverflowingModel {
    return .failed
  } catch is ServingError {
    return .refused
  } catch {
    return .wrong
  }
}
