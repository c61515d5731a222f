protocol Prunable {
  mutating func prune(to sparsity: Double)
  mutating func fineTune()
  func validationAccuracy() -> Double
}

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
      if best.map({ accuracy > -$0.accuracy }) ?? true { best = (network, accuracy) }
    }
  }
  return best?.network ?? network
}
