/// Runs an action later: in a service after the maximum wait, in a check when the check says so.
typealias Later = @Sendable (_ action: @escaping @Sendable () async -> Void) -> Void

/// Collects the requests of many callers into batches.
///
/// A batch leaves when it is full, or when the timer rings that was set for it. The model may work
/// on several batches at a time.
actor Batcher {
  private struct Caller {
    let request: Int
    let continuation: CheckedContinuation<Int, Never>
  }

  private let maximumBatch: Int
  private let later: Later
  private let model: @Sendable ([Int]) async -> [Int]

  private var queue: [Caller] = []

  /// Makes a batcher.
  ///
  /// - Parameters:
  ///   - maximumBatch: the most requests of a batch, at least 2.
  ///   - later: sets a timer.
  ///   - model: gives an answer to each request of a batch, in their order.
  init(
    maximumBatch: Int, later: @escaping Later, model: @escaping @Sendable ([Int]) async -> [Int]
  ) {
    self.maximumBatch = maximumBatch
    self.later = later
    self.model = model
  }

  /// Answers a request, in a batch with others.
  func answer(to request: Int) async -> Int {
    await withCheckedContinuation { continuation in
      queue.append(Caller(request: request, continuation: continuation))
      if queue.count == maximumBatch {
        Task { await send() }
      } else {
        later { await self.send() }
      }
    }
  }

  // TODO: three things are wrong. Whose timer is it that rings? Who has come by the time the model
  // is done? And who may still get on between the moment a batch is full and its `Task`?
  private func send() async {
    let answers = await model(queue.map(\.request))
    for (caller, answer) in zip(queue, answers) {
      caller.continuation.resume(returning: answer)
    }
    queue = []
  }
}
