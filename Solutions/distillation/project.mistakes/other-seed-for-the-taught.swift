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

func pairedGain(alone: [Double], taught: [Double]) -> Gain {
  let differences = zip(taught, alone).map { with, without in with - without }
  let count = Double(differences.count)
  let mean = differences.reduce(0, +) / count
  let squares = differences.map { difference in (difference - mean) * (difference - mean) }
  let variance = squares.reduce(0, +) / (count - 1)
  let t = studentT(degrees: differences.count - 1)
  return Gain(mean: mean, halfWidth: t * (variance / count).squareRoot())
}

func epochCount(images: Int, steps: Int) -> Int {
  let batches = (images + 63) / 64
  return max(1, steps / batches)
}

func trainedAlone(_ setup: Setup, seed: UInt64) throws -> Sequential {
  try train(
    untrainedStudent(seed: seed), on: setup.labelled, validation: setup.validation,
    inputShape: [784], optimizer: AdamW(learningRate: 0.002, weightDecay: 0.02),
    settings: studentSettings(
      epochs: epochCount(images: setup.labelled.count, steps: setup.steps), seed: seed)
  ).model
}

func trainedByTeacher(_ setup: Setup, seed: UInt64) throws -> Sequential {
  let images = setup.labelled.images.elements + setup.unlabelled.images.elements
  let hidden = [Int](repeating: 0, count: setup.unlabelled.count)
  let labels = setup.labelled.labels + hidden
  let all = FashionMNIST(images: Tensor(images, shape: [labels.count, 784]), labels: labels)
  let objective = try DistillationObjective(
    teachers: [setup.teacher],
    loss: DistillationLoss(temperature: setup.temperature, alpha: 1))
  return try distill(
    untrainedStudent(seed: seed), towards: objective, on: all, validation: setup.validation,
    inputShape: [784], optimizer: AdamW(learningRate: 0.002, weightDecay: 0.02),
    settings: studentSettings(
      epochs: epochCount(images: all.count, steps: setup.steps), seed: seed)
  ).model
}

func measuredGain(_ setup: Setup, seeds: [UInt64], test: FashionMNIST) throws -> Gain {
  var alone: [Double] = []
  var taught: [Double] = []
  for seed in seeds {
    let first = try trainedAlone(setup, seed: seed)
    let second = try trainedByTeacher(setup, seed: seed + 100)
    alone.append(accuracy(of: argmax(first(test.images)), labels: test.labels))
    taught.append(accuracy(of: argmax(second(test.images)), labels: test.labels))
  }
  return pairedGain(alone: alone, taught: taught)
}

func untrainedStudent(seed: UInt64) -> Sequential {
  var generator = SplitMix64(seed: seed)
  return MultilayerPerceptron(sizes: [784, 32, 10], using: &generator).sequential
}

func studentSettings(epochs: Int, seed: UInt64) -> TrainingSettings {
  TrainingSettings(
    epochs: epochs, batchSize: 64, seed: seed, schedule: .warmUp(share: 0.05, then: .cosine))
}

func studentT(degrees: Int) -> Double {
  [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262][degrees - 1]
}
