/// The format in which training stores weights, activations and gradients.
///
/// The arithmetic is always done on 32-bit floats: values are rounded to the format wherever it
/// would store them. On a processor without half-precision arithmetic this shows what the format
/// does to a training run, and makes nothing faster; on an accelerator the same steps halve the
/// memory and its traffic.
///
/// Source: Micikevicius et al., "Mixed Precision Training", 2018, arXiv:1710.03740.
public enum StorageFormat: String, CaseIterable, Sendable {
  /// 32 bits: 8 of exponent, 23 of fraction.
  case fp32
  /// IEEE 754 binary16: 5 bits of exponent, 10 of fraction; from 6·10⁻⁸ to 65,504.
  case fp16
  /// The upper half of a 32-bit float: 8 bits of exponent, 7 of fraction.
  case bf16

  /// Whether gradients need a loss scale: those of FP16 vanish below 6·10⁻⁸, those of BF16 have
  /// the range of 32-bit floats.
  public var needsLossScale: Bool { self == .fp16 }

  /// The bytes of one number.
  public var byteCount: Int { self == .fp32 ? 4 : 2 }

  /// The values as they come back after being stored: rounded to the nearest number of the
  /// format, ties to even; infinite beyond its range.
  public func rounded(_ tensor: Tensor) -> Tensor {
    var tensor = tensor
    round(&tensor)
    return tensor
  }
}
