/// The sparsity that a cubic schedule asks for after a step.
///
///     target + (initial - target) · (1 - progress)³,   progress = (step - begin) / (end - begin)
///
/// Before `begin` it is `initial`, from `end` on `target`.
func cubicSparsity(
  after step: Int, from begin: Int, to end: Int, target: Double, initial: Double = 0
) -> Double {
  // TODO: progress lies between 0 and 1, whatever the step.
  return target
}

/// The sparsity at which a network ends that loses one share of *what is left* after the other.
func compounded(_ amounts: [Double]) -> Double {
  // TODO: multiply what stays.
  return amounts.last ?? 0
}

/// The share of what is left that has to go, so that a sparsity rises to the next one; 0 where it is
/// reached already.
func amountOfRest(from current: Double, to next: Double) -> Double {
  // TODO: how much is left, and how much of it goes?
  return next
}
