import ModelOptimization

struct Setup {
  var labelled: FashionMNIST
  var unlabelled: FashionMNIST
  var validation: FashionMNIST
  var teacher: Teacher
  var temperature: Float
  var steps: Int
}

struct Gain: Equatable {
  var mean: Double
  var halfWidth: Double
}

// An objective of its own in place of the library's: the loss is there, the labels are not looked at.
struct Listening: TrainingObjective {
  var teacher: Teacher
  var softening: DistillationLoss

  var name: String { "listening to \(teacher.name)" }

  func loss(
    output: Tensor, images: Tensor, labels: [Int]
  ) -> (value: Float, gradient: Tensor) {
    let targets = softening.softTargets(of: [teacher.logits(of: images)])
    return softening(
      student: output, targets: targets, labels: [Int](repeating: 0, count: output.rowCount))
  }
}

func pairedGain(alone: [Double], taught: [Double]) -> Gain {
  var (sum, squares) = (0.0, 0.0)
  for seed in alone.indices {
    sum += taught[seed] - alone[seed]
    squares += (taught[seed] - alone[seed]) * (taught[seed] - alone[seed])
  }
  let count = Double(alone.count)
  let variance = max(0, squares - sum * sum / count) / (count - 1)
  let error = variance.squareRoot() / count.squareRoot()
  return Gain(mean: sum / count, halfWidth: studentT(degrees: alone.count - 1) * error)
}

func epochCount(images: Int, steps: Int) -> Int {
  let batches = images / 64 + (images % 64 == 0 ? 0 : 1)
  return steps < batches ? 1 : steps / batches
}

func trained(
  _ setup: Setup, seed: UInt64, on data: FashionMNIST, towards objective: some TrainingObjective
) throws -> Sequential {
  try train(
    untrainedStudent(seed: seed), on: data, validation: setup.validation, inputShape: [784],
    optimizer: AdamW(learningRate: 0.002, weightDecay: 0.02),
    settings: studentSettings(
      epochs: epochCount(images: data.count, steps: setup.steps), seed: seed),
    objective: objective
  ).model
}

func trainedAlone(_ setup: Setup, seed: UInt64) throws -> Sequential {
  try trained(setup, seed: seed, on: setup.labelled, towards: CrossEntropyObjective())
}

func trainedByTeacher(_ setup: Setup, seed: UInt64) throws -> Sequential {
  var rows: [[Float]] = []
  for part in [setup.labelled, setup.unlabelled] {
    for image in 0..<part.count { rows.append(part.images[image]) }
  }
  let blank = FashionMNIST(
    images: Tensor(rows), labels: [Int](repeating: 0, count: rows.count))
  let objective = Listening(
    teacher: setup.teacher,
    softening: try DistillationLoss(temperature: setup.temperature, alpha: 1))
  return try trained(setup, seed: seed, on: blank, towards: objective)
}

func measuredGain(_ setup: Setup, seeds: [UInt64], test: FashionMNIST) throws -> Gain {
  func share(_ student: Sequential) -> Double {
    accuracy(of: argmax(student(test.images)), labels: test.labels)
  }
  return pairedGain(
    alone: try seeds.map { seed in share(try trainedAlone(setup, seed: seed)) },
    taught: try seeds.map { seed in share(try trainedByTeacher(setup, seed: seed)) })
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
