/// Integers of a number of bits: what quantized numbers are stored as.
///
/// Signed ones are two's complement: 8 bits hold -128...127, unsigned ones 0...255.
public struct IntegerFormat: Hashable, Sendable {
  /// The bits of one integer, 1 to 16.
  public let bits: Int
  /// Whether half of the integers are negative.
  public let isSigned: Bool

  /// The numbers of bits that there are formats for.
  public static let bitRange = 1...16

  /// Creates a format of any width.
  ///
  /// - Parameters:
  ///   - bits: 1 to 16.
  ///   - isSigned: whether half of the integers are negative.
  /// - Throws: `QuantizationError.bitsOutOfRange`.
  public init(bits: Int, isSigned: Bool = true) throws(QuantizationError) {
    guard Self.bitRange.contains(bits) else { throw .bitsOutOfRange(bits) }
    self.init(bits, isSigned)
  }

  private init(_ bits: Int, _ isSigned: Bool) {
    self.bits = bits
    self.isSigned = isSigned
  }

  /// -32,768...32,767.
  public static let int16 = IntegerFormat(16, true)
  /// -128...127.
  public static let int8 = IntegerFormat(8, true)
  /// -8...7; two of them in a byte.
  public static let int4 = IntegerFormat(4, true)
  /// -2...1; four of them in a byte. Symmetric, they are -1, 0 and 1.
  public static let int2 = IntegerFormat(2, true)
  /// 0...255.
  public static let uint8 = IntegerFormat(8, false)
  /// 0...15; two of them in a byte.
  public static let uint4 = IntegerFormat(4, false)
  /// 0...3; four of them in a byte.
  public static let uint2 = IntegerFormat(2, false)

  /// 0 and 1.
  static let bit = IntegerFormat(1, false)

  /// The least integer of the format.
  public var lowest: Int { isSigned ? -(1 << (bits - 1)) : 0 }
  /// The largest integer of the format.
  public var highest: Int { lowest + (1 << bits) - 1 }
  /// The integer in the middle, which symmetric quantization takes for zero: 0, or of an unsigned
  /// format 2^(bits - 1).
  public var middle: Int { isSigned ? 0 : 1 << (bits - 1) }
  /// All integers of the format.
  public var range: ClosedRange<Int> { lowest...highest }
}

extension IntegerFormat: CustomStringConvertible {
  /// "INT8", "UINT4".
  public var description: String { "\(isSigned ? "" : "U")INT\(bits)" }
}
