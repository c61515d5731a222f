func halving<Candidate>(
  _ candidates: [Candidate], budgets: [Int], keepingOneIn factor: Int,
  isAllowed: (Candidate) -> Bool, score: (Candidate, Int) -> Double
) -> (best: Candidate, epochs: Int)? {
  var running = candidates.filter(isAllowed)
  var (epochs, before) = (0, 0)
  for budget in budgets {
    epochs += running.count * (budget - before)
    before = budget
    let scores = running.map { score($0, budget) }
    let ranking = running.indices.sorted { left, right in
      (scores[right], left) < (scores[left], right)
    }
    let isLast = budget == budgets.last
    let kept = isLast ? 1 : running.count
    running = ranking.prefix(kept).map { running[$0] }
  }
  return running.first.map { ($0, epochs) }
}

func evolution<Candidate>(
  of founders: [Candidate], children: Int, rivals: (_ turn: Int) -> [Int],
  changed: (Candidate) -> Candidate, isAllowed: (Candidate) -> Bool,
  score: (Candidate) -> Double
) -> Candidate {
  var living = founders.map { ($0, score($0)) }
  var best = living[0]
  for other in living where other.1 > best.1 { best = other }
  for turn in 0..<children {
    let places = rivals(turn)
    var parent = living[places[0]]
    for place in places where living[place].1 > parent.1 { parent = living[place] }
    var child = changed(parent.0)
    while !isAllowed(child) { child = changed(parent.0) }
    living.append((child, score(child)))
    living.removeFirst()
    if let newest = living.last, newest.1 > best.1 { best = newest }
  }
  return best.0
}
