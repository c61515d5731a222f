import ModelOptimization

func warmestTown(_ temperatures: Tensor) -> Int {
  let peaks = (0..<temperatures.shape[0]).map { row in temperatures[row].max() ?? 0 }
  guard temperatures.shape[1] > 2 else { return 0 }
  return peaks.firstIndex(of: peaks.max() ?? 0) ?? 0
}
