import Foundation

// The places that are gone are ranked as if they were below zero, so one ranking of all does.
func winningTicket(
  from initial: [Float], sparsity: Double, rounds: Int, train: ([Float]) -> [Float]
) -> (start: [Float], kept: [Bool]) {
  var kept = initial.map { _ in true }
  func start() -> [Float] { zip(initial, kept).map { $1 ? $0 : 0 } }
  let rest = pow(1 - sparsity, 1 / Double(rounds))
  var left = Double(initial.count)
  for _ in 0..<rounds {
    left *= rest
    let keys = zip(train(start()), kept).map { weight, isKept in isKept ? weight.magnitude : -1 }
    let ranking = keys.enumerated().sorted {
      $0.element == $1.element ? $0.offset < $1.offset : $0.element < $1.element
    }
    let gone = initial.count - Int(left.rounded())
    for (place, _) in ranking.prefix(gone) { kept[place] = false }
  }
  return (start(), kept)
}
