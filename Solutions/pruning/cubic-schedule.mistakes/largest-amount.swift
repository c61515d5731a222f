func cubicSparsity(
  after step: Int, from begin: Int, to end: Int, target: Double, initial: Double = 0
) -> Double {
  let progress = Double(step - begin) / Double(end - begin)
  let left = 1 - min(max(progress, 0), 1)
  return target + (initial - target) * left * left * left
}

func compounded(_ amounts: [Double]) -> Double {
  amounts.max() ?? 0
}

func amountOfRest(from current: Double, to next: Double) -> Double {
  next > current ? (next - current) / (1 - current) : 0
}
