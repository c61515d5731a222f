/// How a model file keeps a weight of which each output has two values, a number and its negative:
/// a bit for each sign, and the number.
struct SignParts {
  private let name: String

  init(_ name: String) { self.name = name }

  /// The signs, output by output, eight in a byte.
  var signs: String { "\(name).signs" }
  /// The number of each output.
  var scales: String { "\(name).scales" }

  /// The parts of a tensor; nil where it has other values.
  static func parts(of tensor: Tensor) -> BinaryTensor? {
    guard tensor.count > 0, let first = tensor.elements.first, first != 0,
      let binary = try? BinaryTensor(tensor), binary.dequantized() == tensor
    else { return nil }
    return binary
  }
}
