// Every batch has a list of its own. Whoever takes the list, the last caller or the timer, sends
// it; the other finds nothing.
typealias Later = @Sendable (_ action: @escaping @Sendable () async -> Void) -> Void

actor Batcher {
  private struct Caller {
    let request: Int
    let continuation: CheckedContinuation<Int, Never>
  }

  private let maximumBatch: Int
  private let later: Later
  private let model: @Sendable ([Int]) async -> [Int]

  private var batches: [Int: [Caller]] = [:]
  private var open = 0

  init(
    maximumBatch: Int, later: @escaping Later, model: @escaping @Sendable ([Int]) async -> [Int]
  ) {
    self.maximumBatch = maximumBatch
    self.later = later
    self.model = model
  }

  func answer(to request: Int) async -> Int {
    await withCheckedContinuation { continuation in
      let mine = open
      batches[mine, default: []].append(Caller(request: request, continuation: continuation))
      if batches[mine]?.count == maximumBatch {
        open += 1
        Task { await send(mine) }
      } else {
        // A timer for each caller does no harm when it can only send the batch of its caller.
        later { await self.send(mine) }
      }
    }
  }

  private func send(_ number: Int) async {
    guard let batch = batches.removeValue(forKey: number) else { return }
    if number == open { open += 1 }
    let answers = await model(batch.map(\.request))
    for (caller, answer) in zip(batch, answers) {
      caller.continuation.resume(returning: answer)
    }
  }
}
