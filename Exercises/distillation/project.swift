import ModelOptimization

/// What both students are trained with.
struct Setup {
  /// Few images, with their labels.
  var labelled: FashionMNIST
  /// Many images. Their labels are not known: do not read them.
  var unlabelled: FashionMNIST
  /// What epochs are compared by.
  var validation: FashionMNIST
  var teacher: Teacher
  /// The temperature at which the teacher is listened to.
  var temperature: Float
  /// The steps of the optimizer that each student takes.
  var steps: Int
}

/// A gain in accuracy, and half the width of its 95 % interval.
struct Gain: Equatable {
  var mean: Double
  var halfWidth: Double
}

/// What a teacher brings, by paired differences.
///
///     difference = taught - alone, for each seed
///     halfWidth = t · s / √n     t for n - 1 degrees of freedom, s² with the divisor n - 1
///
/// - Parameters:
///   - alone: the accuracy of the student alone, for each of at least 2 seeds.
///   - taught: the accuracy of the student with the teacher, for the same seeds.
func pairedGain(alone: [Double], taught: [Double]) -> Gain {
  // TODO: a difference for each seed, their mean, their spread.
  return Gain(mean: 0, halfWidth: 0)
}

/// The epochs that make a number of steps with batches of 64, rounded down; at least 1.
///
/// - Parameters:
///   - images: how many there are in an epoch. The last batch may be smaller.
///   - steps: the steps of the whole training.
func epochCount(images: Int, steps: Int) -> Int {
  // TODO: an epoch of 500 images has 8 steps.
  return 10
}

/// The student from the labelled images alone.
func trainedAlone(_ setup: Setup, seed: UInt64) throws -> Sequential {
  // This is done, as an example. It trusts `epochCount`.
  try train(
    untrainedStudent(seed: seed), on: setup.labelled, validation: setup.validation,
    inputShape: [784], optimizer: AdamW(learningRate: 0.002, weightDecay: 0.02),
    settings: studentSettings(
      epochs: epochCount(images: setup.labelled.count, steps: setup.steps), seed: seed)
  ).model
}

/// The same student from what the teacher says about all images: the labelled ones first, then the
/// others. It listens to the teacher alone (alpha 1).
func trainedByTeacher(_ setup: Setup, seed: UInt64) throws -> Sequential {
  // TODO: put the images together, and use `distill`.
  return try trainedAlone(setup, seed: seed)
}

/// The gain on images that neither student has seen.
func measuredGain(_ setup: Setup, seeds: [UInt64], test: FashionMNIST) throws -> Gain {
  // TODO: train both for each seed, ask both about the test images, and compare.
  return pairedGain(alone: [0, 0], taught: [0, 0])
}

/// The student 784-32-10 with random weights. This is given.
func untrainedStudent(seed: UInt64) -> Sequential {
  var generator = SplitMix64(seed: seed)
  return MultilayerPerceptron(sizes: [784, 32, 10], using: &generator).sequential
}

/// How both are trained. This is given.
func studentSettings(epochs: Int, seed: UInt64) -> TrainingSettings {
  TrainingSettings(
    epochs: epochs, batchSize: 64, seed: seed, schedule: .warmUp(share: 0.05, then: .cosine))
}

/// Student's t, two-sided, 95 %, for 1 to 9 degrees of freedom. This is given.
func studentT(degrees: Int) -> Double {
  [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262][degrees - 1]
}
