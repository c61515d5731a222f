import CKernels

/// A training run and all that it knows: what a checkpoint keeps.
struct TrainingRun<
  Model: TrainableLayer, Rule: Optimizer, Objective: TrainingObjective,
  Constraint: ParameterConstraint
> {
  var model: Model
  var optimizer: Rule
  let training: FashionMNIST
  let validation: FashionMNIST
  let inputShape: [Int]
  let settings: TrainingSettings
  let objective: Objective
  var constraint: Constraint
  let fullLearningRate: Float

  /// The epochs that are done.
  var history: [EpochReport] = []
  var best: (model: Model, report: EpochReport)?
  /// Where the order of this epoch's images comes from, as it was before the epoch.
  var generator: SplitMix64
  /// The steps of this epoch that are done, and what they gave.
  var stepsDone = 0
  var lossSum: Float = 0
  var rightCount = 0
  var lossScale: LossScale
  /// The model with a rounding behind each of its layers; nil where nothing is rounded.
  private var rounded: (any TrainableLayer)?

  init(
    model: Model, training: FashionMNIST, validation: FashionMNIST, inputShape: [Int]?,
    optimizer: Rule, settings: TrainingSettings, objective: Objective, constraint: Constraint
  ) {
    settings.requireSense()
    require(
      training.count >= 1 && validation.count >= 1,
      "Training takes at least 1 training image and 1 validation image; it was given "
        + "\(training.count) and \(validation.count).")
    self.model = model
    self.optimizer = optimizer
    self.training = training
    self.validation = validation
    self.inputShape = inputShape ?? Array(training.images.shape.dropFirst())
    self.settings = settings
    self.objective = objective
    self.constraint = constraint
    fullLearningRate = optimizer.learningRate
    generator = SplitMix64(seed: settings.seed)
    lossScale = settings.lossScale
    if settings.precision != .fp32 { rounded = model.rounding(to: settings.precision) }
    require(
      isSettled(afterEpoch: settings.epochs),
      "The constraint \"\(constraint.name)\" is not settled when the training ends, so that no "
        + "epoch could be its best.")
    move(along: nil, step: 0)
  }

  var epoch: Int { history.count + 1 }
  var stepsPerEpoch: Int { (training.count + settings.batchSize - 1) / settings.batchSize }

  /// Whether the constraint holds in full after an epoch, counted from 1.
  func isSettled(afterEpoch epoch: Int) -> Bool {
    constraint.isSettled(step: epoch * stepsPerEpoch, of: settings.epochs * stepsPerEpoch)
  }

  /// Whether the best epoch is so long ago that no better one is hoped for.
  private var isOutOfPatience: Bool {
    guard let patience = settings.patience, let best else { return false }
    return history.count - best.report.epoch >= patience
  }

  /// Does all that is left of the run.
  mutating func finish(
    checkpoint: CheckpointFile?, monitor: TrainingMonitor
  ) throws -> TrainingResult<Model> {
    // Every step takes and frees the same megabytes. Handed back to the system in between, each of
    // their pages would be cleared and mapped anew in every step: a fifth of a small network's time.
    kernel_keep_freed_memory()
    var clock = TrainingClock()
    while history.count < settings.epochs && !isOutOfPatience {
      try finishEpoch(clock: &clock, checkpoint: checkpoint, monitor: monitor)
      if let checkpoint, checkpoint.isWrittenEachEpoch { try save(to: checkpoint.path) }
      monitor.epoch(history[history.count - 1])
    }
    guard let best else { preconditionFailure("There is at least one epoch, and so a best one.") }
    return TrainingResult(
      model: best.model, best: best.report, epochs: history,
      skippedSteps: lossScale.skippedSteps)
  }

  private mutating func finishEpoch(
    clock: inout TrainingClock, checkpoint: CheckpointFile?, monitor: TrainingMonitor
  ) throws {
    var next = generator
    let batches = Batches(of: training, size: settings.batchSize, using: &next)
    for (step, batch) in batches.enumerated() where step >= stepsDone {
      try takeStep(on: batch)
      stepsDone += 1
      let stepsLeft = (settings.epochs - history.count) * stepsPerEpoch - stepsDone
      monitor.step(progress(timeLeft: clock.timeLeft(steps: stepsLeft)))
      if monitor.shouldStop() {
        if let checkpoint { try save(to: checkpoint.path) }
        throw TrainingError.interrupted(
          epoch: epoch, step: stepsDone, checkpoint: checkpoint?.path)
      }
    }
    let report = validate()
    history.append(report)
    if isSettled(afterEpoch: report.epoch),
      report.validationAccuracy > best?.report.validationAccuracy ?? -1
    {
      best = (model, report)
    }
    generator = next
    (stepsDone, lossSum, rightCount) = (0, 0, 0)
  }

  /// Learns from a batch.
  private mutating func takeStep(on batch: FashionMNIST) throws {
    let imagesDone = history.count * training.count + stepsDone * settings.batchSize
    let share = Float(imagesDone) / Float(settings.epochs * training.count)
    optimizer.learningRate = fullLearningRate * settings.schedule.factor(at: share)
    // A step is long enough for all threads; awake, they share its shorter loops too.
    ThreadPool.current.wake()
    // Every step has chances of its own, so that a run can be taken up in the middle of an epoch.
    var chance = SplitMix64(
      seed: settings.seed &+ UInt64(history.count * stepsPerEpoch + stepsDone + 1) << 32)
    let batch = settings.augmentation.applied(to: batch, using: &chance)
    let images = batch.images.reshaped(to: [batch.count] + inputShape)

    let pass = forward(images, using: &chance)
    let loss = objective.loss(output: pass.output, images: images, labels: batch.labels)
    guard loss.value.isFinite else {
      throw TrainingError.lossNotFinite(
        epoch: epoch, step: stepsDone + 1, learningRate: optimizer.learningRate)
    }
    lossSum += loss.value * Float(batch.count)
    rightCount += zip(argmax(objective.logits(of: pass.output)), batch.labels).count { $0 == $1 }

    ThreadPool.current.wake()
    let gradients = try gradients(of: pass, outputGradient: loss.gradient)
    move(along: gradients, step: history.count * stepsPerEpoch + stepsDone + 1)
  }

  /// Moves the parameters, and lets the constraint have its say; also where there are no
  /// gradients, because its schedule counts a step that was left out too.
  private mutating func move(along gradients: [Tensor]?, step: Int) {
    // The model lets go of its parameters, for they can be changed in place only when nobody else
    // holds them: else each step would copy them all.
    ThreadPool.current.wake()
    var parameters = model.parameters
    model.parameters = parameters.map(\.withoutElements)
    if let gradients { optimizer.update(&parameters, gradients: gradients) }
    constraint.apply(
      to: &parameters, names: model.parameterNames, step: step, of: settings.epochs * stepsPerEpoch)
    model.parameters = parameters
  }

  private mutating func forward(
    _ images: Tensor, using chance: inout SplitMix64
  ) -> ForwardPass {
    guard var working = rounded else { return model.forward(images, using: &chance) }
    let format = settings.precision
    working.parameters = model.parameters.map { format.rounded($0) }
    working.statistics = model.statistics
    let pass = working.forward(images, using: &chance)
    model.statistics = working.statistics
    return pass
  }

  /// The gradients of the parameters, in 32 bits and no longer than they may be; nil when one
  /// overflowed, and the step is to be left out.
  private mutating func gradients(
    of pass: ForwardPass, outputGradient: Tensor
  ) throws -> [Tensor]? {
    let format = settings.precision
    var slope = outputGradient
    if format.needsLossScale { slope.multiply(by: lossScale.value) }
    format.round(&slope)
    var gradients = pass.backward(slope, false).parameters
    for index in gradients.indices { format.round(&gradients[index]) }

    if let broken = gradients.firstIndex(where: { !$0.isFinite }) {
      guard format.needsLossScale, lossScale.value > LossScale.minimum else {
        throw TrainingError.gradientNotFinite(
          parameter: model.parameterNames[broken], epoch: epoch, step: stepsDone + 1,
          learningRate: optimizer.learningRate)
      }
      lossScale.update(overflowed: true)
      return nil
    }
    if format.needsLossScale {
      for index in gradients.indices { gradients[index].multiply(by: 1 / lossScale.value) }
      lossScale.update(overflowed: false)
    }
    if let limit = settings.largestGradientNorm { clip(&gradients, toGlobalNorm: limit) }
    return gradients
  }

  /// Classifies the validation images, with the weights of 32 bits that the run will return.
  private func validate() -> EpochReport {
    let logits = model.logits(of: validation.images, inputShape: inputShape)
    return EpochReport(
      epoch: epoch, trainingLoss: lossSum / Float(training.count),
      trainingAccuracy: Double(rightCount) / Double(training.count),
      validationLoss: crossEntropy(logits: logits, labels: validation.labels),
      validationAccuracy: accuracy(of: argmax(logits), labels: validation.labels))
  }

  private func progress(timeLeft: Duration) -> TrainingProgress {
    let images = min(stepsDone * settings.batchSize, training.count)
    return TrainingProgress(
      epoch: epoch, epochs: settings.epochs, step: stepsDone, steps: stepsPerEpoch,
      loss: lossSum / Float(images), accuracy: Double(rightCount) / Double(images),
      learningRate: optimizer.learningRate,
      lossScale: settings.precision.needsLossScale ? lossScale.value : 1, timeLeft: timeLeft)
  }
}

/// Reckons from the steps that were done how long the others will take.
private struct TrainingClock {
  private let begun = ContinuousClock.now
  private var steps = 0

  mutating func timeLeft(steps stepsLeft: Int) -> Duration {
    steps += 1
    return (ContinuousClock.now - begun) / steps * stepsLeft
  }
}

extension TrainableLayer {
  /// The scores of many images, some at a time: the activations of all of them at once would take
  /// gigabytes in a convolutional network.
  ///
  /// - Parameters:
  ///   - images: one image in each row.
  ///   - inputShape: the shape of one image as the network takes it.
  /// - Returns: shape `[images, classes]`.
  package func logits(of images: Tensor, inputShape: [Int], batchSize: Int = 250) -> Tensor {
    var elements: [Float] = []
    for start in stride(from: 0, to: images.rowCount, by: batchSize) {
      let rows = start..<min(start + batchSize, images.rowCount)
      let batch = images.rows(rows).reshaped(to: [rows.count] + inputShape)
      elements += self(batch).elements
    }
    return Tensor(elements, shape: [images.rowCount, elements.count / max(1, images.rowCount)])
  }
}

extension Tensor {
  fileprivate mutating func multiply(by factor: Float) {
    let count = count
    withMutableElements {
      Elementwise.scaleShift($0, scale: factor, shift: 0, into: $0, count: count)
    }
  }
}
