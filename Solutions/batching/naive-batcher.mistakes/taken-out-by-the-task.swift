typealias Later = @Sendable (_ action: @escaping @Sendable () async -> Void) -> Void

actor Batcher {
  private struct Caller {
    let request: Int
    let continuation: CheckedContinuation<Int, Never>
  }

  private let maximumBatch: Int
  private let later: Later
  private let model: @Sendable ([Int]) async -> [Int]

  private var queue: [Caller] = []
  private var number = 0

  init(
    maximumBatch: Int, later: @escaping Later, model: @escaping @Sendable ([Int]) async -> [Int]
  ) {
    self.maximumBatch = maximumBatch
    self.later = later
    self.model = model
  }

  func answer(to request: Int) async -> Int {
    await withCheckedContinuation { continuation in
      queue.append(Caller(request: request, continuation: continuation))
      if queue.count == maximumBatch {
        Task { await run(takeBatch()) }
      } else if queue.count == 1 {
        later { [number] in await self.timerRang(forBatch: number) }
      }
    }
  }

  private func timerRang(forBatch number: Int) async {
    // The batch may have left long ago, full; then the queue belongs to another one.
    guard number == self.number else { return }
    await run(takeBatch())
  }

  private func takeBatch() -> [Caller] {
    defer { queue = [] }
    number += 1
    return queue
  }

  private func run(_ batch: [Caller]) async {
    let answers = await model(batch.map(\.request))
    for (caller, answer) in zip(batch, answers) {
      caller.continuation.resume(returning: answer)
    }
  }
}
