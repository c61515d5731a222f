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
    // TODO: refuse what cannot be served, put the caller into the queue, and send a batch if the
    // model is free. When a batch is done, or has failed, look whether the next one can leave.
    return -1
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
      // TODO: stack the images, run the session, split the scores.
      return images.map { _ in [] }
    }
  }
}
