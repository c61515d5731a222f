/// What a tensor is stored as in fewer bits.
public protocol QuantizedStorage: Sendable {
  /// The numbers that come back, in the shape of the tensor.
  func dequantized() -> Tensor
  /// The bytes of all that is stored.
  var byteCount: Int { get }
}

extension QuantizedTensor: QuantizedStorage {}

/// A way to store weights in fewer bits. A type of your own needs one method:
///
/// ```swift
/// struct PowersOfTwo: Quantizer {
///   func quantize(_ weight: Tensor, outputAxis: Int?) -> Exponents { … }
/// }
/// let (rounded, bytes) = try network.quantizingWeights(with: PowersOfTwo())
/// ```
///
/// The same value makes a network quantization-aware: `QuantizationAwareModel`.
public protocol Quantizer: Sendable {
  /// What a tensor becomes.
  associatedtype Stored: QuantizedStorage

  /// Quantizes a tensor.
  ///
  /// - Parameters:
  ///   - weight: finite numbers, at least one.
  ///   - outputAxis: the axis that counts the outputs; nil for that of this library's layers: 1 of
  ///     two axes, else 0.
  /// - Throws: `QuantizationError`.
  func quantize(_ weight: Tensor, outputAxis: Int?) throws(QuantizationError) -> Stored

  /// What comes back of a tensor; another way to it than through what is stored may be faster, and
  /// must give the same.
  ///
  /// - Throws: `QuantizationError`.
  func fakeQuantized(_ weight: Tensor, outputAxis: Int?) throws(QuantizationError) -> Tensor
}

extension Quantizer {
  /// Quantizes a tensor and brings it back.
  public func fakeQuantized(
    _ weight: Tensor, outputAxis: Int?
  ) throws(QuantizationError) -> Tensor {
    try quantize(weight, outputAxis: outputAxis).dequantized()
  }
}
