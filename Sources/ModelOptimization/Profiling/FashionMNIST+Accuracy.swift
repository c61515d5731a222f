extension FashionMNIST {
  /// The share of the images that a model classifies right, from 0 to 1.
  ///
  /// - Parameters:
  ///   - model: takes as many elements as an image has, and gives a row of scores.
  ///   - threads: how many share the work; the result is the same for every number.
  package func accuracy(
    of model: PreparedModel, threads: Int = ThreadPool.current.threads
  ) -> Double {
    let size = min(250, max(count, 1))
    let session = InferenceSession(model, maximumBatch: size, threads: threads)
    let predictions = stride(from: 0, to: count, by: size).flatMap { start in
      let batch = images.rows(start..<min(start + size, count))
      return argmax(session(batch.reshaped(to: [batch.rowCount] + model.inputShape)))
    }
    return ModelOptimization.accuracy(of: predictions, labels: labels)
  }
}
