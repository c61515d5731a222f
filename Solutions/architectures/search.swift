/// Tries all candidates briefly, the better ones longer, and so on.
///
/// Candidates that are not allowed are never trained. All others are trained up to the first
/// budget; the best one in `factor` (rounded up; among equals the earlier) goes on from where it
/// stands to the next budget.
///
/// - Parameters:
///   - budgets: epochs in all by the end of each round, rising.
///   - score: what a candidate reaches when it has been trained up to a budget.
/// - Returns: the best of the last round, and the epochs that were trained; nil where nothing is
///   allowed.
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
    let kept = isLast ? 1 : (running.count + factor - 1) / factor
    running = ranking.prefix(kept).map { running[$0] }
  }
  return running.first.map { ($0, epochs) }
}

/// Lets the better of the living have children, and the oldest die.
///
/// Each turn the best of a few rivals (among equals the one named first) has a child, changed in
/// one thing, and again until the child is allowed. It is scored and joins the living at the end;
/// the one at the front, the oldest, goes. Each candidate is scored once.
///
/// - Parameters:
///   - founders: the first of the living, the oldest first; all allowed.
///   - children: how many turns there are.
///   - rivals: the places, among the living, of those that compete in a turn.
///   - changed: a child of a parent.
/// - Returns: the best that was ever seen; among equals the earliest.
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
