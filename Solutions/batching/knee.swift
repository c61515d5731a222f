/// How long a batch takes: so much for the call, and so much for each example.
struct BatchTime: Equatable {
  /// The seconds of a call, however many examples are in it.
  var fixed: Double
  /// The seconds that each example adds; above 0.
  var each: Double
}

/// A batch that was measured.
struct Measurement {
  /// The examples in it.
  var batch: Int
  /// How long it took.
  var seconds: Double
}

/// The straight line through two measurements.
///
/// - Parameters:
///   - small: a batch that was measured.
///   - large: a larger one.
func line(through small: Measurement, and large: Measurement) -> BatchTime {
  let each = (large.seconds - small.seconds) / Double(large.batch - small.batch)
  return BatchTime(fixed: small.seconds - each * Double(small.batch), each: each)
}

/// Examples a second, when one batch follows the other.
func throughput(of batch: Int, taking time: BatchTime) -> Double {
  Double(batch) / (time.fixed + time.each * Double(batch))
}

/// The smallest batch with nearly the best throughput.
///
/// - Parameters:
///   - time: how long batches take; the best throughput is that of an endless batch, `1 / each`.
///   - share: the part of the best that is enough, above 0 and below 1.
/// - Returns: at least 1.
func knee(of time: BatchTime, share: Double) -> Int {
  // n / (fixed + each·n) ≥ share / each, solved for n.
  let batch = share * time.fixed / ((1 - share) * time.each)
  return max(1, Int(batch.rounded(.up)))
}

/// The smallest batch that is fast enough, if it does not take too long.
///
/// - Parameters:
///   - target: the examples a second that are needed.
///   - limit: the most seconds that a batch may take.
///   - time: how long batches take.
/// - Returns: nil where no batch keeps both.
func smallestBatch(reaching target: Double, within limit: Double, taking time: BatchTime) -> Int? {
  var batch = 1
  while time.fixed + time.each * Double(batch) <= limit {
    if throughput(of: batch, taking: time) >= target { return batch }
    batch += 1
  }
  return nil
}
