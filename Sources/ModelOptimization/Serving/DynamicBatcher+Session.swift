extension ModelPool where Model == InferenceSession {
  /// Makes a pool of sessions that share one prepared model, and so its weights.
  ///
  /// - Parameters:
  ///   - model: what is run.
  ///   - sessions: how many batches can run at the same time; at least 1.
  ///   - maximumBatch: the most examples of a batch.
  ///   - threads: how many threads share the work of each session; with more than one session,
  ///     one thread each gives the highest throughput.
  /// - Throws: `ServingError.noThread`.
  public convenience init(
    _ model: PreparedModel, sessions: Int, maximumBatch: Int, threads: Int = 1
  ) throws {
    try self.init(models: sessions) { _ in
      InferenceSession(model, maximumBatch: maximumBatch, threads: threads)
    }
  }
}

extension DynamicBatcher where Request == [Float], Answer == [Float] {
  /// Creates a batcher for single examples: each request is the elements of one, and its answer
  /// the elements of the model's output for it.
  ///
  /// - Parameters:
  ///   - model: what is run.
  ///   - maximumBatch: the most examples of a batch; at least 1.
  ///   - maximumWait: how long the oldest example of a batch waits for others.
  ///   - queueLimit: the most examples that wait; without it, sixteen full batches.
  ///   - whenFull: what becomes of an example that finds the queue full.
  ///   - pool: sessions over one model, each made for batches of at least `maximumBatch`.
  ///   - clock: what measures `maximumWait`.
  public init(
    model: PreparedModel, maximumBatch: Int, maximumWait: Duration, queueLimit: Int? = nil,
    whenFull: FullQueue = .suspend, pool: ModelPool<InferenceSession>,
    clock: some Clock<Duration> = ContinuousClock()
  ) {
    let inputs = model.inputShape.reduce(1, *)
    let outputs = model.outputShape.reduce(1, *)
    self.init(
      maximumBatch: maximumBatch, maximumWait: maximumWait, queueLimit: queueLimit,
      whenFull: whenFull, pool: pool, clock: clock
    ) { session, examples in
      var input: ContiguousArray<Float> = []
      input.reserveCapacity(examples.count * inputs)
      for example in examples {
        require(
          example.count == inputs,
          "An example has \(inputs) elements (\(model.inputShape)); it was given with "
            + "\(example.count).")
        input.append(contentsOf: example)
      }
      var output = ContiguousArray<Float>(repeating: 0, count: examples.count * outputs)
      var results = output.mutableSpan
      session.run(input.span, batch: examples.count, into: &results)
      return examples.indices.map { Array(output[($0 * outputs)..<(($0 + 1) * outputs)]) }
    }
  }
}
