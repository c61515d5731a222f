protocol Prunable {
  mutating func prune(to sparsity: Double)
  mutating func fineTune()
  func validationAccuracy() -> Double
}

// All but the last step first; then the states of the last step side by side, the best of them.
func prunedInSteps<Network: Prunable>(
  _ network: Network, target: Double, steps: Int, epochs: Int
) -> Network {
  var state = network
  for step in stride(from: 1, to: steps, by: 1) {
    state.prune(to: target / Double(steps) * Double(step))
    for _ in 0..<epochs { state.fineTune() }
  }
  state.prune(to: target)
  var candidates: [(state: Network, accuracy: Double)] = []
  while candidates.count < epochs {
    state.fineTune()
    candidates.append((state, state.validationAccuracy()))
  }
  let highest = candidates.map(\.accuracy).max()
  return candidates.first { $0.accuracy == highest }?.state ?? state
}
