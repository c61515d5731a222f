import ModelOptimization

/// The row with the largest mean; the first of several equal ones.
///
/// - Parameter temperatures: `[towns, hours]`
func warmestTown(_ temperatures: Tensor) -> Int {
  let sums = (0..<temperatures.shape[0]).map { row in temperatures[row].reduce(0, +) }
  return sums.firstIndex(of: sums.max() ?? 0) ?? 0
}
