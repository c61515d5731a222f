/// A network in training: what a loop of pruning and fine-tuning needs of it.
///
/// It is a value: a copy keeps the state of the moment.
protocol Prunable {
  /// Removes the smallest weights until this share of the dense network is gone.
  mutating func prune(to sparsity: Double)
  /// Trains what is left for an epoch.
  mutating func fineTune()
  /// The share of validation images that are right.
  func validationAccuracy() -> Double
}

/// Prunes step by step, trains after each step, and keeps the best network that has the full sparsity.
///
/// After step s of n the sparsity is `target · s / n`. Each step is followed by `epochs` of training.
/// After each epoch of the last step the network is measured; of equals the earlier one is kept.
///
/// - Parameters:
///   - network: the dense network.
///   - target: the sparsity to end with.
///   - steps: how often to prune; at least 1.
///   - epochs: how long to train after each step; at least 1.
func prunedInSteps<Network: Prunable>(
  _ network: Network, target: Double, steps: Int, epochs: Int
) -> Network {
  var network = network
  var best: (network: Network, accuracy: Double)?
  for step in 1...steps {
    network.prune(to: target * Double(step) / Double(steps))
    for _ in 1...epochs {
      network.fineTune()
      guard step == steps else { continue }
      let accuracy = network.validationAccuracy()
      if best.map({ accuracy > $0.accuracy }) ?? true { best = (network, accuracy) }
    }
  }
  return best?.network ?? network
}
