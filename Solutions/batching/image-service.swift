import ModelOptimization

/// Why an image was not classified.
enum ServiceError: Error, Equatable {
  /// The image has so many numbers, which is not what the model takes.
  case wrongSize(Int)
  /// Too many images wait already.
  case overloaded
  /// The model gave so many answers, which is not one for each image of the batch.
  case wrongAnswerCount(Int)
}

/// Classifies the images of many callers, in batches.
///
/// One batch is with the model at a time. As long as the model is free nobody waits; who comes
/// while it works waits in a queue, and when it is done the next batch leaves at once, the oldest
/// images first.
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

  /// Makes a service.
  ///
  /// - Parameters:
  ///   - inputs: the numbers of an image.
  ///   - maximumBatch: the most images of a batch, at least 1.
  ///   - queueLimit: the most images that wait, at least 1; those with the model do not count.
  ///   - model: gives the scores of the classes for each image of a batch, in their order.
  init(
    inputs: Int, maximumBatch: Int, queueLimit: Int,
    model: @escaping @Sendable ([[Float]]) async throws -> [[Float]]
  ) {
    self.inputs = inputs
    self.maximumBatch = maximumBatch
    self.queueLimit = queueLimit
    self.model = model
  }

  /// How many images wait for the model; those that it works on do not count.
  var waiting: Int { queue.count }

  /// Classifies an image.
  ///
  /// - Returns: the class with the highest score, the first of equals.
  /// - Throws: `ServiceError`, or what the model threw for the batch of this image.
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
    isBusy = true
    let batch = Array(queue.prefix(maximumBatch))
    queue.removeFirst(batch.count)
    Task { await run(batch) }
  }

  private func run(_ batch: [Caller]) async {
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

/// A service over a real model, which runs on a thread of its own.
///
/// - Parameters:
///   - model: takes images of `model.inputShape`.
///   - maximumBatch: the most images of a batch.
///   - queueLimit: the most images that wait.
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
