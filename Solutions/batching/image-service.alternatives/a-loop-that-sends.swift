import ModelOptimization

enum ServiceError: Error, Equatable {
  case wrongSize(Int)
  case overloaded
  case wrongAnswerCount(Int)
}

// One task works through the queue as long as there is something in it. Nobody needs to say who
// is next: the loop looks.
actor ImageService {
  private typealias Caller = (image: [Float], answer: CheckedContinuation<Int, any Error>)

  private let inputs: Int
  private let maximumBatch: Int
  private let queueLimit: Int
  private let model: @Sendable ([[Float]]) async throws -> [[Float]]

  private var queue: [Caller] = []
  private var worker: Task<Void, Never>?

  init(
    inputs: Int, maximumBatch: Int, queueLimit: Int,
    model: @escaping @Sendable ([[Float]]) async throws -> [[Float]]
  ) {
    self.inputs = inputs
    self.maximumBatch = maximumBatch
    self.queueLimit = queueLimit
    self.model = model
  }

  var waiting: Int { queue.count }

  func classify(_ image: [Float]) async throws -> Int {
    if image.count != inputs { throw ServiceError.wrongSize(image.count) }
    if queue.count >= queueLimit { throw ServiceError.overloaded }
    return try await withCheckedThrowingContinuation { answer in
      queue.append((image, answer))
      if worker == nil { worker = Task { await work() } }
    }
  }

  private func work() async {
    while !queue.isEmpty {
      let batch = Array(queue.prefix(maximumBatch))
      queue.removeFirst(batch.count)
      let result: Result<[[Float]], any Error>
      do {
        let scores = try await model(batch.map(\.image))
        result =
          scores.count == batch.count
          ? .success(scores) : .failure(ServiceError.wrongAnswerCount(scores.count))
      } catch {
        result = .failure(error)
      }
      for (place, caller) in batch.enumerated() {
        caller.answer.resume(
          with: result.map { rows in
            let row = rows[place]
            return row.firstIndex(of: row.max() ?? 0) ?? 0
          })
      }
    }
    worker = nil
  }
}

func imageService(
  over model: PreparedModel, maximumBatch: Int, queueLimit: Int
) throws -> ImageService {
  let sessions = try ModelPool(models: 1) { _ in
    InferenceSession(model, maximumBatch: maximumBatch)
  }
  let classes = model.outputShape.reduce(1, *)
  return ImageService(
    inputs: model.inputShape.reduce(1, *), maximumBatch: maximumBatch, queueLimit: queueLimit
  ) { images in
    try await sessions.run { session in
      let batch = Tensor(images).reshaped(to: [images.count] + session.model.inputShape)
      let scores = session(batch).elements
      return stride(from: 0, to: scores.count, by: classes).map { first in
        Array(scores[first..<first + classes])
      }
    }
  }
}
