/// The types of numbers that a safetensors file can hold, by their names in it.
public enum ElementType: String, CaseIterable, Sendable {
  /// 32-bit floats.
  case fp32 = "F32"
  /// 16-bit floats of IEEE 754.
  case fp16 = "F16"
  /// The upper halves of 32-bit floats.
  case bf16 = "BF16"
  /// 64-bit floats.
  case fp64 = "F64"
  /// 8-bit floats with 4 bits of exponent.
  case float8E4M3 = "F8_E4M3"
  /// 8-bit floats with 5 bits of exponent.
  case float8E5M2 = "F8_E5M2"
  /// Bytes that are 0 or 1.
  case bool = "BOOL"
  /// Integers from -128 to 127.
  case int8 = "I8"
  /// Integers from 0 to 255.
  case uint8 = "U8"
  /// 16-bit integers, negative ones too.
  case int16 = "I16"
  /// Integers from 0 to 65,535.
  case uint16 = "U16"
  /// 32-bit integers, negative ones too.
  case int32 = "I32"
  /// 32-bit integers that are not negative.
  case uint32 = "U32"
  /// 64-bit integers, negative ones too.
  case int64 = "I64"
  /// 64-bit integers that are not negative.
  case uint64 = "U64"

  /// The bytes of one number.
  public var byteCount: Int {
    switch self {
    case .bool, .int8, .uint8, .float8E4M3, .float8E5M2: 1
    case .fp16, .bf16, .int16, .uint16: 2
    case .fp32, .int32, .uint32: 4
    case .fp64, .int64, .uint64: 8
    }
  }

  /// The type of a float format.
  init(_ format: StorageFormat) {
    switch format {
    case .fp32: self = .fp32
    case .fp16: self = .fp16
    case .bf16: self = .bf16
    }
  }

  /// The types that become a `Tensor`, as words.
  static var floatNames: String { "F32, F16 or BF16" }

  /// The float format of which the type is; nil for the types that do not become a `Tensor`.
  var format: StorageFormat? {
    switch self {
    case .fp32: .fp32
    case .fp16: .fp16
    case .bf16: .bf16
    default: nil
    }
  }
}

/// A block of numbers of any type, as its bytes: what a file holds that is no tensor of floats.
///
/// Quantized weights are stored so: as integers of 8 bits, or several to a byte.
public struct RawTensor: Equatable, Sendable {
  /// What the bytes are.
  public let type: ElementType
  /// The length of each axis, the outermost first.
  public let shape: [Int]
  /// The numbers in row-major order, the lowest byte of each first.
  public let bytes: [UInt8]

  /// Creates a tensor from its bytes.
  ///
  /// - Parameters:
  ///   - type: what the bytes are.
  ///   - shape: the length of each axis; none may be negative.
  ///   - bytes: as many as numbers of the type fill the shape.
  public init(type: ElementType, shape: [Int], bytes: [UInt8]) {
    let expected = elementCount(of: shape) * type.byteCount
    require(
      bytes.count == expected,
      "A \(type.rawValue) tensor of shape \(shape) has \(expected) bytes; \(bytes.count) were given."
    )
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates a tensor from integers.
  ///
  /// - Parameters:
  ///   - elements: in row-major order.
  ///   - shape: the length of each axis; nil for one axis.
  public init<Element: FixedWidthInteger>(_ elements: [Element], shape: [Int]? = nil) {
    let words = elements.map(\.littleEndian)
    self.init(
      type: ElementType(integersLike: Element.self), shape: shape ?? [elements.count],
      bytes: words.withUnsafeBytes { Array($0) })
  }

  /// Creates a tensor from floats, rounded to a format.
  public init(_ tensor: Tensor, format: StorageFormat) {
    var bytes: [UInt8] = []
    format.append(tensor, to: &bytes)
    self.init(type: ElementType(format), shape: tensor.shape, bytes: bytes)
  }

  /// The integers in row-major order; nil where the tensor is of another type.
  public func integers<Element: FixedWidthInteger>(as _: Element.Type) -> [Element]? {
    guard type == ElementType(integersLike: Element.self) else { return nil }
    return bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / type.byteCount).map {
        Element(
          littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * type.byteCount, as: Element.self))
      }
    }
  }

  /// The numbers as 32-bit floats; nil where they are not floats of 32 or 16 bits.
  public var floats: Tensor? {
    type.format.map { Tensor($0.floats(in: bytes[...]), shape: shape) }
  }
}

extension ElementType {
  /// The type of integers of a Swift type, by its width and its sign.
  fileprivate init<Element: FixedWidthInteger>(integersLike _: Element.Type) {
    self =
      switch (Element.bitWidth, Element.isSigned) {
      case (8, true): .int8
      case (8, false): .uint8
      case (16, true): .int16
      case (16, false): .uint16
      case (32, true): .int32
      case (32, false): .uint32
      case (64, true): .int64
      default: .uint64
      }
  }
}
