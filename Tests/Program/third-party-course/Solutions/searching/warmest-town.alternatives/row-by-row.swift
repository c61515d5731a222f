import ModelOptimization

func warmestTown(_ temperatures: Tensor) -> Int {
  var best = 0
  var largest = -Float.infinity
  for row in 0..<temperatures.shape[0] {
    var sum: Float = 0
    for number in temperatures[row] { sum += number }
    if sum > largest { (best, largest) = (row, sum) }
  }
  return best
}
