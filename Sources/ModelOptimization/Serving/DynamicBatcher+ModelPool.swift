extension DynamicBatcher {
  /// Creates a batcher over a pool: as many batches are in flight as the pool has models.
  ///
  /// - Parameters:
  ///   - maximumBatch: the most requests of a batch; at least 1.
  ///   - maximumWait: how long the oldest request of a batch waits for others.
  ///   - queueLimit: the most requests that wait; without it, sixteen full batches.
  ///   - whenFull: what becomes of a request that finds the queue full.
  ///   - pool: where the models live.
  ///   - clock: what measures `maximumWait`.
  ///   - run: answers a batch with the model that is lent to it, on that model's thread.
  public init<Model>(
    maximumBatch: Int, maximumWait: Duration, queueLimit: Int? = nil,
    whenFull: FullQueue = .suspend, pool: ModelPool<Model>,
    clock: some Clock<Duration> = ContinuousClock(),
    run: @escaping @Sendable (inout Model, [Request]) throws -> [Answer]
  ) {
    self.init(
      maximumBatch: maximumBatch, maximumWait: maximumWait, queueLimit: queueLimit,
      whenFull: whenFull, batchesInFlight: pool.models, clock: clock
    ) { requests in
      try await pool.run { model in try run(&model, requests) }
    }
  }
}
