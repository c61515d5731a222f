import ModelOptimization

enum ServiceError: Error, Equatable {
  case wrongSize(Int)
  case overloaded
  case wrongAnswerCount(Int)
}

actor ImageService {
  private struct Caller {
    let image: [Float]
    let continuation: CheckedContinuation<Int, any Error>
  }

  private let inputs: Int
  private let maximumBatch: Int
  private let queueLimit: Int
  private let model: @Sendable ([[Float]]) async throws -> [[Float]]

  private var queue: [Caller] = []
  private var isBusy = false

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
    guard image.count == inputs else { throw ServiceError.wrongSize(image.count) }
    guard queue.count < queueLimit else { throw ServiceError.overloaded }
    return try await withCheckedThrowingContinuation { continuation in
      queue.append(Caller(image: image, continuation: continuation))
      sendIfFree()
    }
  }

  private func sendIfFree() {
    guard !isBusy, !queue.isEmpty else { return }
    Task { await run() }
  }

  private func run() async {
    isBusy = true
    let batch = Array(queue.prefix(maximumBatch))
    queue.removeFirst(batch.count)
    do {
      let scores = try await model(batch.map(\.image))
      guard scores.count == batch.count else {
        throw ServiceError.wrongAnswerCount(scores.count)
      }
      for (caller, row) in zip(batch, scores) {
        caller.continuation.resume(returning: topK(row, k: 1)[0])
      }
    } catch {
      for caller in batch { caller.continuation.resume(throwing: error) }
    }
    isBusy = false
    sendIfFree()
  }
}

func imageService(
  over model: PreparedModel, maximumBatch: Int, queueLimit: Int
) throws -> ImageService {
  let pool = try ModelPool(model, sessions: 1, maximumBatch: maximumBatch)
  return ImageService(
    inputs: model.inputShape.reduce(1, *), maximumBatch: maximumBatch, queueLimit: queueLimit
  ) { images in
    try await pool.run { session in
      let shape = [images.count] + session.model.inputShape
      let scores = session(Tensor(Array(images.joined()), shape: shape))
      return (0..<images.count).map { image in scores[image] }
    }
  }
}
