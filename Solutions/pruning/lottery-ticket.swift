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
  var kept = [Bool](repeating: true, count: initial.count)
  var start = initial
  for round in 1...rounds {
    let trained = train(start)
    let share = pow(1 - sparsity, Double(round) / Double(rounds))
    let left = Int((share * Double(initial.count)).rounded())
    let survivors = kept.indices.filter { place in kept[place] }
      .sorted { (abs(trained[$0]), $0) < (abs(trained[$1]), $1) }
    for place in survivors.dropLast(left) {
      kept[place] = false
      start[place] = 0
    }
  }
  return (start, kept)
}
