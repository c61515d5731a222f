extension PreparedModel {
  /// The largest batch that a session can take within a limit of memory; 0 when not even 1 fits.
  ///
  /// What counts: weights + planned activations + what kernels need to work in. Sessions that
  /// share the model share its weights: `n` of them need `weightBytes` once, and the rest `n` times.
  ///
  /// - Parameters:
  ///   - bytes: the limit.
  ///   - maximum: the largest batch that is wanted.
  ///   - sessions: how many sessions share the model; at least 1.
  ///   - threads: how many threads share the work of each session.
  public func largestBatch(
    withinBytes bytes: Int, upTo maximum: Int = 1 << 16, sessions: Int = 1, threads: Int = 1
  ) -> Int {
    require(sessions >= 1, "At least 1 session shares a model, not \(sessions).")
    return ModelOptimization.largestBatch(within: bytes, upTo: maximum) { batch in
      let each = activationBytes(maximumBatch: batch, threads: threads)
      let (all, overflows) = each.multipliedReportingOverflow(by: sessions)
      let (sum, isTooLarge) = all.addingReportingOverflow(weightBytes)
      return overflows || isTooLarge ? .max : sum
    }
  }
}
