/// What a `FeatureStudent` is trained towards; `FeatureDistillation` makes it.
public struct FeatureObjective: TrainingObjective {
  /// What the student's answers are compared with.
  public let answers: DistillationObjective
  /// β, how much the features count.
  public let weight: Float

  private let session: InferenceSession
  private let layerNames: String

  /// The images that the teacher looks at in one call.
  private static var batchSize: Int { 64 }

  init(
    answers: DistillationObjective, layers: Sequential, inputShape: [Int], name: String,
    weight: Float
  ) {
    self.answers = answers
    self.weight = weight
    layerNames = name
    session = InferenceSession(
      layers, inputShape: inputShape, maximumBatch: Self.batchSize,
      threads: ThreadPool.current.threads)
  }

  /// That of the distillation, with the layers and their weight.
  public var name: String { "\(answers.name), features from \(layerNames) × \(weight)" }

  /// The scores, which stand before the features.
  public func logits(of output: Tensor) -> Tensor {
    output.columns(cutAt: answers.teachers[0].classCount).first
  }

  /// The loss of a batch, and its gradient.
  ///
  /// - Parameter output: scores and features side by side, as a `FeatureStudent` gives them.
  public func loss(
    output: Tensor, images: Tensor, labels: [Int]
  ) -> (value: Float, gradient: Tensor) {
    let (scores, features) = output.columns(cutAt: answers.teachers[0].classCount)
    let answer = answers.loss(output: scores, images: images, labels: labels)
    let shown = teacherFeatures(of: images).reshaped(to: features.shape)
    var slope = meanSquaredErrorGradient(features, shown)
    let count = slope.count
    slope.withMutableElements {
      Elementwise.scaleShift($0, scale: weight, shift: 0, into: $0, count: count)
    }
    return (
      answer.value + weight * meanSquaredError(features, shown),
      answer.gradient.joined(with: slope)
    )
  }

  /// What the teacher computes half-way, one row an image. Not remembered: thousands of numbers an
  /// image are too many.
  func teacherFeatures(of images: Tensor) -> Tensor {
    var elements: [Float] = []
    for start in stride(from: 0, to: images.rowCount, by: Self.batchSize) {
      let rows = start..<min(start + Self.batchSize, images.rowCount)
      elements +=
        session(images.rows(rows).reshaped(to: [rows.count] + session.model.inputShape))
        .elements
    }
    return Tensor(elements, shape: [images.rowCount, elements.count / images.rowCount])
  }
}
