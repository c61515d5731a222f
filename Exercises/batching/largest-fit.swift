import ModelOptimization

/// The largest batch that fits into some memory.
///
/// - Parameters:
///   - limit: the bytes that there are.
///   - bytes: what a batch of the given size, 1 or more, takes; a larger one never takes less.
///     Asking is expensive: it may mean to try.
/// - Returns: 0 where not even one example fits.
func largestFit(within limit: Int, bytes: (Int) -> Int) -> Int {
  // TODO: this doubles until it is too much, and gives half of that. Find the exact batch.
  var batch = 1
  while bytes(batch) <= limit {
    batch *= 2
  }
  return batch / 2
}

/// The largest batch that a session over a model can take.
///
/// - Parameters:
///   - model: its weights lie in memory once; for its activations ask
///     `model.activationBytes(maximumBatch:)`.
///   - limit: the bytes for both together.
func largestFit(of model: PreparedModel, within limit: Int) -> Int {
  // TODO: use the function above.
  return 0
}
