extension QuantizedModel {
  /// The share of images that the model classifies right, from 0 to 1.
  ///
  /// - Parameters:
  ///   - data: at least one image, with the elements of the input shape.
  ///   - threads: how many share the work; the result is the same for every number.
  public func accuracy(on data: FashionMNIST, threads: Int = 1) -> Double {
    data.accuracy(of: PreparedModel(self), threads: threads)
  }
}
