import Foundation

/// Searches for a small network that learns from the same first weights as the whole one.
///
/// In each round what is left is trained, from the *first* weights; then the smallest magnitudes of
/// what was trained go. After r rounds of R there are
///
///     round(count · (1 - sparsity)^(r / R))
///
/// weights left; of equal magnitudes the first goes. What has gone never comes back.
///
/// - Parameters:
///   - initial: the weights before any training.
///   - sparsity: the share that goes in all, from 0 to below 1.
///   - rounds: R, at least 1.
///   - train: gives trained weights for first weights. It may move zeros, too.
/// - Returns: the ticket: which weights are kept, and what it is to be trained from: the first
///   weights, with zeros where a weight is gone.
func winningTicket(
  from initial: [Float], sparsity: Double, rounds: Int, train: ([Float]) -> [Float]
) -> (start: [Float], kept: [Bool]) {
  // TODO: this is the loop as it is often written. What does each round train from, and how much
  // goes in all?
  var kept = [Bool](repeating: true, count: initial.count)
  var weights = initial
  for _ in 1...rounds {
    weights = train(weights)
    let ranking = weights.indices.sorted { abs(weights[$0]) < abs(weights[$1]) }
    for place in ranking.prefix(Int(sparsity * Double(weights.count))) {
      kept[place] = false
      weights[place] = 0
    }
  }
  return (weights, kept)
}
