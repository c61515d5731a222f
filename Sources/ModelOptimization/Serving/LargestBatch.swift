/// The largest batch whose cost stays within a limit; 0 when a batch of 1 does not.
///
/// The cost is asked about 2·log₂(answer) times: doubling finds a batch that is too large, halving
/// the largest that is not.
///
/// - Parameters:
///   - limit: the most that a batch may cost, for instance bytes of memory; below zero nothing
///     fits.
///   - maximum: the largest batch that is wanted; at least 0.
///   - cost: what a batch of the given size, 1 or more, costs; never less for a larger batch. For
///     memory: the weights and the planned activations.
public func largestBatch(
  within limit: Int, upTo maximum: Int = 1 << 20, cost: (_ batch: Int) throws -> Int
) rethrows -> Int {
  require(maximum >= 0, "The largest batch that is wanted is at least 0, not \(maximum).")
  // The answer lies in fits...most.
  var fits = 0
  var most = maximum
  var doubling = true
  while fits < most {
    let half = fits + (most - fits) / 2 + (most - fits) % 2
    let candidate = doubling ? (fits < most - fits ? max(1, 2 * fits) : most) : half
    if try cost(candidate) <= limit {
      fits = candidate
    } else {
      most = candidate - 1
      doubling = false
    }
  }
  return fits
}
