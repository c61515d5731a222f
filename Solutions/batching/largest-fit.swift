import ModelOptimization

/// The largest batch that fits into some memory.
///
/// - Parameters:
///   - limit: the bytes that there are.
///   - bytes: what a batch of the given size, 1 or more, takes; a larger one never takes less.
///     Asking is expensive: it may mean to try.
/// - Returns: 0 where not even one example fits.
func largestFit(within limit: Int, bytes: (Int) -> Int) -> Int {
  var fits = 0
  var tooLarge = 1
  while bytes(tooLarge) <= limit {
    fits = tooLarge
    tooLarge *= 2
  }
  while tooLarge - fits > 1 {
    let middle = (fits + tooLarge) / 2
    if bytes(middle) <= limit {
      fits = middle
    } else {
      tooLarge = middle
    }
  }
  return fits
}

/// The largest batch that a session over a model can take.
///
/// - Parameters:
///   - model: its weights lie in memory once; for its activations ask
///     `model.activationBytes(maximumBatch:)`.
///   - limit: the bytes for both together.
func largestFit(of model: PreparedModel, within limit: Int) -> Int {
  largestFit(within: limit) { batch in
    model.weightBytes + model.activationBytes(maximumBatch: batch)
  }
}
