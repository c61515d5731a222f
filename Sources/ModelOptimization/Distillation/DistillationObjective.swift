/// To answer as teachers do, and to be right.
///
/// Each batch is shown to the teachers just as the student saw it, shifted or mirrored: a teacher
/// that is asked about another image than the student answers another question (Beyer et al.,
/// "Knowledge distillation: A good teacher is patient and consistent", 2022, arXiv:2106.05237).
public struct DistillationObjective: TrainingObjective {
  /// The temperature and the share of the teachers.
  public let loss: DistillationLoss
  /// Who is learned from.
  public let teachers: [Teacher]
  /// How much the probabilities of each teacher count.
  public let weights: [Float]

  /// Creates the objective.
  ///
  /// - Parameters:
  ///   - teachers: at least one; all tell the same number of classes apart.
  ///   - weights: one above 0 for each teacher; nil for all the same.
  ///   - loss: the temperature and the share of the teachers.
  /// - Throws: `DistillationError`.
  public init(
    teachers: [Teacher], weights: [Float]? = nil, loss: DistillationLoss
  ) throws(DistillationError) {
    guard let first = teachers.first else { throw .noTeacher }
    let weights = weights ?? [Float](repeating: 1, count: teachers.count)
    guard weights.count == teachers.count, weights.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .weights(weights, teachers: teachers.count)
    }
    for other in teachers where other.classCount != first.classCount {
      throw .otherClasses(
        student: first.classCount, teacher: other.classCount, name: other.label)
    }
    self.teachers = teachers
    self.weights = weights
    self.loss = loss
  }

  /// The teachers with their weights, the temperature and alpha.
  public var name: String {
    let names = zip(teachers, weights).map { "\($0.name) × \($1)" }.joined(separator: ", ")
    return "distillation from \(names), temperature \(loss.temperature), alpha \(loss.alpha)"
  }

  /// The loss of a batch, and its gradient.
  public func loss(
    output: Tensor, images: Tensor, labels: [Int]
  ) -> (value: Float, gradient: Tensor) {
    loss(student: output, targets: targets(of: images), labels: labels)
  }

  /// What the teachers say about images at the temperature of the loss, shape `[batch, classes]`.
  public func targets(of images: Tensor) -> Tensor {
    loss.softTargets(of: teachers.map { $0.logits(of: images) }, weights: weights)
  }

  /// Checks that a student can learn from the teachers.
  ///
  /// - Parameters:
  ///   - student: the network that is to learn.
  ///   - inputShape: the shape of one image as it takes it.
  /// - Throws: `DistillationError`.
  public func check(_ student: some Layer, inputShape: [Int]) throws(DistillationError) {
    let shape = student.outputShape(for: [1] + inputShape)
    for teacher in teachers {
      guard teacher.model.inputShape.reduce(1, *) == inputShape.reduce(1, *) else {
        throw .otherImages(
          student: inputShape, teacher: teacher.model.inputShape, name: teacher.label)
      }
      guard shape == [1, teacher.classCount] else {
        throw .otherClasses(
          student: shape.last ?? 1, teacher: teacher.classCount, name: teacher.label)
      }
    }
  }
}

/// Trains a student towards what teachers say; as `train`, after a check that it can.
///
/// - Parameters:
///   - student: the network to begin with.
///   - objective: the teachers, the temperature and alpha.
///   - training: what it learns from.
///   - validation: what its states are compared by. Never the test set.
///   - inputShape: the shape of one image as the student takes it.
///   - optimizer: how the parameters move, with the learning rate to begin with.
///   - settings: everything else.
///   - checkpoint: where the run is kept while it goes on; nil for nowhere.
///   - monitor: who follows the run.
/// - Throws: `DistillationError`, and what `train` throws.
public func distill<Student: TrainableLayer>(
  _ student: Student, towards objective: DistillationObjective, on training: FashionMNIST,
  validation: FashionMNIST, inputShape: [Int], optimizer: some Optimizer,
  settings: TrainingSettings, checkpoint: CheckpointFile? = nil,
  monitor: TrainingMonitor = TrainingMonitor()
) throws -> TrainingResult<Student> {
  try objective.check(student, inputShape: inputShape)
  return try train(
    student, on: training, validation: validation, inputShape: inputShape, optimizer: optimizer,
    settings: settings, objective: objective, checkpoint: checkpoint, monitor: monitor)
}
