import ModelOptimization

/// Trains a network and lets it be born again.
///
/// - Parameters:
///   - generations: how often; 0 for the first network alone.
///   - seed: that of the first network; each later one has a seed that is 1 larger.
///   - learn: trains a fresh network from a seed, from labels alone where there is no teacher.
///   - score: the validation accuracy of a network.
/// - Returns: the network with the highest score, the earliest of equal ones, and all scores.
func bornAgain<Network>(
  generations: Int, seed: UInt64, learn: (UInt64, Network?) throws -> Network,
  score: (Network) -> Double
) rethrows -> (best: Network, scores: [Double]) {
  var newest = try learn(seed, nil)
  var scores = [score(newest)]
  var (best, highest) = (newest, scores[0])
  for number in 0..<generations {
    newest = try learn(seed + UInt64(number + 1), newest)
    let reached = score(newest)
    scores.append(reached)
    if reached > highest { (best, highest) = (newest, reached) }
  }
  return (best, scores)
}

/// One generation: a network 784-16-10 from random weights.
///
/// - Parameters:
///   - seed: sets the weights and the order of the images.
///   - teacher: the generation before it; nil for labels alone.
///   - training: what it learns from.
///   - validation: what its epochs are compared by.
///   - loss: temperature and alpha, where there is a teacher.
func generation(
  seed: UInt64, teacher: Sequential?, on training: FashionMNIST, validation: FashionMNIST,
  loss: DistillationLoss
) throws -> Sequential {
  let network = untrainedGeneration(seed: seed)
  let settings = generationSettings(seed: seed)
  let optimizer = AdamW(learningRate: 0.005)
  guard let teacher else {
    return try train(
      network, on: training, validation: validation, inputShape: [784], optimizer: optimizer,
      settings: settings
    ).model
  }
  let objective = try DistillationObjective(
    teachers: [Teacher(teacher, inputShape: [784], name: "before")], loss: loss)
  return try distill(
    network, towards: objective, on: training, validation: validation, inputShape: [784],
    optimizer: optimizer, settings: settings
  ).model
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
