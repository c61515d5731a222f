// One history of everything for the evolution; rounds as a recursion for the halving.
func halving<Candidate>(
  _ candidates: [Candidate], budgets: [Int], keepingOneIn factor: Int,
  isAllowed: (Candidate) -> Bool, score: (Candidate, Int) -> Double
) -> (best: Candidate, epochs: Int)? {
  func round(_ list: [Candidate], _ number: Int, _ spent: Int) -> (Candidate, Int) {
    let more = budgets[number] - (number == 0 ? 0 : budgets[number - 1])
    var scored = list.enumerated().map { place, candidate in
      (place, candidate, score(candidate, budgets[number]))
    }
    scored.sort { $0.2 == $1.2 ? $0.0 < $1.0 : $0.2 > $1.2 }
    let sum = spent + more * list.count
    guard number + 1 < budgets.count else { return (scored[0].1, sum) }
    let kept = Int((Double(list.count) / Double(factor)).rounded(.up))
    return round(scored[..<kept].map(\.1), number + 1, sum)
  }
  let allowed = candidates.filter(isAllowed)
  return allowed.isEmpty ? nil : round(allowed, 0, 0)
}

func evolution<Candidate>(
  of founders: [Candidate], children: Int, rivals: (_ turn: Int) -> [Int],
  changed: (Candidate) -> Candidate, isAllowed: (Candidate) -> Bool,
  score: (Candidate) -> Double
) -> Candidate {
  var history = founders
  var scores = founders.map(score)
  func winner(_ places: [Int]) -> Int {
    places.reduce(places[0]) { best, place in scores[place] > scores[best] ? place : best }
  }
  for turn in 0..<children {
    // The living are the last ones of the history, for in each turn the oldest goes.
    let parent = history[winner(rivals(turn).map { $0 + turn })]
    var child: Candidate
    repeat { child = changed(parent) } while !isAllowed(child)
    history.append(child)
    scores.append(score(child))
  }
  return history[winner(Array(history.indices))]
}
