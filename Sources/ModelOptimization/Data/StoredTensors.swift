/// The tensors of a model file, taken out one by one.
struct StoredTensors {
  private var file: SafetensorsFile

  init(_ file: SafetensorsFile) { self.file = file }

  /// The name of a tensor that nobody took; nil without one.
  var rest: String? { (Array(file.tensors.keys) + file.rawTensors.keys).min() }

  /// Takes a tensor of floats, however it was written.
  ///
  /// - Throws: `ModelFileError` where it is missing, of another shape or not finite.
  mutating func take(_ name: String, shape: [Int]) throws -> Tensor {
    guard
      let tensor = try file.tensors.removeValue(forKey: name)
        ?? takeSparse(name, shape) ?? takeSigns(name, shape)
    else { throw missing(name) }
    guard tensor.shape == shape else { throw wrongShape(name, tensor.shape, shape) }
    guard tensor.isFinite else {
      throw ModelFileError(.notFinite(name: name))
    }
    return tensor
  }

  /// Takes a tensor of floats with one axis, of any length.
  mutating func takeFloats(_ name: String) throws -> Tensor {
    try take(name, shape: [file.tensors[name]?.count ?? 0])
  }

  /// Takes a tensor of another type, as its bytes.
  ///
  /// - Parameters:
  ///   - shape: what it must be of; nil for any.
  ///   - types: of which it may be one.
  mutating func takeRaw(_ name: String, shape: [Int]?, types: [ElementType]) throws -> RawTensor {
    let expected = types.map(\.rawValue).joined(separator: " or ")
    guard let tensor = file.rawTensors.removeValue(forKey: name) else {
      guard file.tensors[name] == nil else {
        throw ModelFileError(
          .wrongType(name: name, found: ElementType.floatNames, expected: expected))
      }
      throw missing(name)
    }
    guard shape == nil || tensor.shape == shape else {
      throw wrongShape(name, tensor.shape, shape ?? [])
    }
    guard types.contains(tensor.type) else {
      throw ModelFileError(
        .wrongType(
          name: name, found: tensor.type.rawValue, expected: expected))
    }
    return tensor
  }

  /// Takes a tensor of integers.
  mutating func takeIntegers<Element: FixedWidthInteger>(
    _ name: String, shape: [Int], as _: Element.Type
  ) throws -> [Element] {
    let type = RawTensor([Element]()).type
    return try takeRaw(name, shape: shape, types: [type]).integers(as: Element.self) ?? []
  }

  /// Takes a tensor that is stored without its zeros; nil where there is none of the name.
  private mutating func takeSparse(_ name: String, _ shape: [Int]) throws -> Tensor? {
    let parts = SparseParts(name)
    guard file.rawTensors[parts.rows] != nil else { return nil }
    guard let values = file.tensors.removeValue(forKey: parts.values) else {
      throw missing(parts.values)
    }
    let starts = try takeIntegers(
      parts.rows, shape: [(shape.first ?? 0) + 1], as: UInt32.self)
    let columns = try takeRaw(
      parts.columns, shape: [values.count], types: [.uint8, .uint16, .uint32])
    return try parts.tensor(shape: shape, values: values, columns: columns, starts: starts)
  }

  /// Takes a tensor that is stored as signs; nil where there is none of the name.
  private mutating func takeSigns(_ name: String, _ shape: [Int]) throws -> Tensor? {
    let parts = SignParts(name)
    guard file.rawTensors[parts.signs] != nil else { return nil }
    let scales = try takeFloats(parts.scales)
    let signs = try takeRaw(parts.signs, shape: nil, types: [.uint8])
    do {
      return try BinaryTensor(
        shape: shape, packedSigns: signs.bytes, scales: scales.elements
      ).dequantized()
    } catch {
      throw ModelFileError(.inconsistent("Tensor \"\(name)\": \(error)"))
    }
  }

  private func missing(_ name: String) -> ModelFileError {
    ModelFileError(missing: name, in: file)
  }

  private func wrongShape(_ name: String, _ found: [Int], _ expected: [Int]) -> ModelFileError {
    ModelFileError(.wrongShape(name: name, found: found, expected: "\(expected)"))
  }
}
