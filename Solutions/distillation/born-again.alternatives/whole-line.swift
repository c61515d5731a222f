import ModelOptimization

// All generations are kept, and the best is looked for at the end.
func bornAgain<Network>(
  generations: Int, seed: UInt64, learn: (UInt64, Network?) throws -> Network,
  score: (Network) -> Double
) rethrows -> (best: Network, scores: [Double]) {
  var line: [Network] = []
  for number in 0...UInt64(generations) { line.append(try learn(seed + number, line.last)) }
  let scores = line.map(score)
  let highest = scores.max() ?? 0
  let place = scores.firstIndex(of: highest) ?? 0
  return (line[place], scores)
}

func generation(
  seed: UInt64, teacher: Sequential?, on training: FashionMNIST, validation: FashionMNIST,
  loss: DistillationLoss
) throws -> Sequential {
  func trained(_ objective: some TrainingObjective) throws -> Sequential {
    try train(
      untrainedGeneration(seed: seed), on: training, validation: validation, inputShape: [784],
      optimizer: AdamW(learningRate: 0.005), settings: generationSettings(seed: seed),
      objective: objective
    ).model
  }
  guard let teacher else { return try trained(CrossEntropyObjective()) }
  let speaker = Teacher(teacher, inputShape: [784], name: "parent")
  return try trained(DistillationObjective(teachers: [speaker], loss: loss))
}

/// How every generation is trained. This is given.
func generationSettings(seed: UInt64) -> TrainingSettings {
  TrainingSettings(epochs: 3, batchSize: 50, seed: seed)
}

/// The network with random weights. This is given.
func untrainedGeneration(seed: UInt64) -> Sequential {
  var generator = SplitMix64(seed: seed)
  return MultilayerPerceptron(sizes: [784, 16, 10], using: &generator).sequential
}
