import Foundation

// Three cases and a power; the rest of a network is followed from amount to amount.
func cubicSparsity(
  after step: Int, from begin: Int, to end: Int, target: Double, initial: Double = 0
) -> Double {
  if step <= begin { return initial }
  if step >= end { return target }
  let rest = pow(Double(end - step) / Double(end - begin), 3)
  return initial * rest + target * (1 - rest)
}

func compounded(_ amounts: [Double]) -> Double {
  var gone = 0.0
  for amount in amounts { gone += amount * (1 - gone) }
  return gone
}

func amountOfRest(from current: Double, to next: Double) -> Double {
  let (left, leftThen) = (1 - current, 1 - next)
  return max(0, 1 - leftThen / left)
}
