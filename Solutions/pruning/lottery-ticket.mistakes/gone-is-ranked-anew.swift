import Foundation

func winningTicket(
  from initial: [Float], sparsity: Double, rounds: Int, train: ([Float]) -> [Float]
) -> (start: [Float], kept: [Bool]) {
  var kept = [Bool](repeating: true, count: initial.count)
  var start = initial
  for round in 1...rounds {
    let trained = train(start)
    let share = pow(1 - sparsity, Double(round) / Double(rounds))
    let left = Int((share * Double(initial.count)).rounded())
    kept = initial.map { _ in true }
    start = initial
    let survivors = kept.indices.sorted { (abs(trained[$0]), $0) < (abs(trained[$1]), $1) }
    for place in survivors.dropLast(left) {
      kept[place] = false
      start[place] = 0
    }
  }
  return (start, kept)
}
