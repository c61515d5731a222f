extension InferenceSession {
  /// Measures whole calls, then calls in which each operator is timed.
  ///
  /// Two rounds, since a look at the clock around each operator takes time of its own: some tens
  /// of nanoseconds, which an operator of a microsecond shows.
  ///
  /// ```swift
  /// let session = InferenceSession(model, inputShape: [28, 28, 1])
  /// let profile = session.profile(image, roofline: .measured())
  /// for part in profile.operators { print(part.name, part.share, part.gigaFLOPs) }
  /// ```
  ///
  /// - Parameters:
  ///   - input: `[batch]` and the model's input shape; from 1 to `maximumBatch` examples.
  ///   - warmUp: the calls before measuring begins.
  ///   - repetitions: the measured calls of each round; at least 1.
  ///   - roofline: what the machine can do with as many threads as the session has.
  public func profile(
    _ input: Tensor, warmUp: Int = 10, repetitions: Int = 100, roofline: Roofline
  ) -> ModelProfile {
    require(
      input.shape.first ?? 0 >= 1
        && input.shape.dropFirst().elementsEqual(model.inputShape),
      "A profile takes an input of shape [batch] + \(model.inputShape) with at least 1 example; "
        + "it was given \(input.shape).")
    require(
      roofline.threads == threads,
      "A profile of \(threads) threads is set against a roofline of as many; "
        + "it was given one of \(roofline.threads).")
    let batch = input.rowCount
    var output = [Float](repeating: 0, count: batch * model.outputShape.reduce(1, *))
    let latency = measureLatency(warmUp: warmUp, repetitions: repetitions) {
      var span = output.mutableSpan
      run(input.storage.span, batch: batch, into: &span)
    }
    let operators = model.operators
    var times = [[Duration]](repeating: [], count: operators.count)
    for call in 0..<warmUp + repetitions {
      var of = [Duration](repeating: .zero, count: operators.count)
      var span = output.mutableSpan
      run(input.storage.span, batch: batch, into: &span, addingTo: &of)
      guard call >= warmUp else { continue }
      for index in operators.indices { times[index].append(of[index]) }
    }
    return ModelProfile(
      batch: batch, latency: latency,
      measurements: zip(operators, times).map { description, times in
        OperatorMeasurement(
          name: description.name, kind: description.kind, outputShape: description.outputShape,
          multiplyAccumulates: description.multiplyAccumulates,
          floatingPointOperations: description.floatingPointOperations,
          weightBytes: description.weightBytes, activationBytes: description.activationBytes,
          times: times)
      }, roofline: roofline)
  }
}
