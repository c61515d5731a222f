/// The sparsity that a cubic schedule asks for after a step.
///
///     target + (initial - target) · (1 - progress)³,   progress = (step - begin) / (end - begin)
///
/// Before `begin` it is `initial`, from `end` on `target`.
func cubicSparsity(
  after step: Int, from begin: Int, to end: Int, target: Double, initial: Double = 0
) -> Double {
  let progress = Double(step - begin) / Double(end - begin)
  let left = 1 - min(max(progress, 0), 1)
  return target + (initial - target) * left * left * left
}

/// The sparsity at which a network ends that loses one share of *what is left* after the other.
func compounded(_ amounts: [Double]) -> Double {
  1 - amounts.reduce(1) { left, amount in left * (1 - amount) }
}

/// The share of what is left that has to go, so that a sparsity rises to the next one; 0 where it is
/// reached already.
func amountOfRest(from current: Double, to next: Double) -> Double {
  next > current ? (next - current) / (1 - current) : 0
}
