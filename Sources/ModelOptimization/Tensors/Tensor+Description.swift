extension Tensor: CustomStringConvertible {
  /// The shape and the first few elements: `Tensor [2, 3]: 1.0, 2.0, 3.0, 4.0, 5.0, 6.0`.
  public var description: String {
    let shown = storage.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return "Tensor \(shape): \(shown)\(count > 8 ? ", …" : "")"
  }
}
