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
  // TODO: filter, then a loop over the budgets that scores, sorts and cuts.
  return candidates.first.map { ($0, 0) }
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
  // TODO: keep the living with their scores, and remember the best.
  return founders[0]
}
