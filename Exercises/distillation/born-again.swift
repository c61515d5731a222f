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
  // TODO: this is the first network alone. Let it be born again.
  let first = try learn(seed, nil)
  return (first, [score(first)])
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
  // TODO: this learns from labels alone. With a teacher, use `distill`.
  return try train(
    untrainedGeneration(seed: seed), on: training, validation: validation, inputShape: [784],
    optimizer: AdamW(learningRate: 0.005), settings: generationSettings(seed: seed)
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
