/// Named tensors in a file: the format in which weights are passed around.
///
/// The file begins with the length of its header (8 bytes, lowest first). The header is JSON:
/// for each tensor its type, shape and place. The numbers follow, lowest byte first.
///
/// This reader knows 32-bit floats (`F32`) and refuses other types by name. Nothing in a file is
/// believed: lengths are compared with the size of the file before memory is taken, and every
/// byte of the data must belong to exactly one tensor.
///
/// Source: https://github.com/huggingface/safetensors, section "Format" of its readme.
public struct SafetensorsFile: Equatable, Sendable {
  /// The tensors by name.
  public var tensors: [String: Tensor]
  /// Free text about the file: who trained it, and how.
  public var metadata: [String: String]

  /// Creates the contents of a file.
  public init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file of up to 1 GiB.
  ///
  /// - Throws: `FileError`, `SafetensorsError`.
  public init(contentsOf path: String) throws {
    do {
      try self.init(bytes: try readBytes(of: path, maximum: 1 << 30))
    } catch let error as SafetensorsError {
      throw SafetensorsError(path: path, problem: error.problem)
    }
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: `SafetensorsError`.
  public init(bytes: [UInt8]) throws {
    let (header, data) = try SafetensorsHeader.split(bytes)
    tensors = [:]
    metadata = header.metadata
    for entry in header.entries {
      tensors[entry.name] = Tensor(floats(in: data[entry.range(in: data)]), shape: entry.shape)
    }
  }

  /// The bytes of the file: the same contents always give the same bytes.
  public func bytes() -> [UInt8] {
    let names = tensors.keys.sorted()
    var header = SafetensorsHeader(metadata: metadata)
    var data: [UInt8] = []
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let start = data.count
      for element in tensor.elements {
        withUnsafeBytes(of: element.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
      header.entries.append(.init(name: name, shape: tensor.shape, begin: start, end: data.count))
    }
    return header.bytes() + data
  }

  /// Writes the file; an older one at the path is replaced as a whole.
  ///
  /// - Throws: `FileError`.
  public func save(to path: String) throws {
    try writeBytes(bytes(), to: path)
  }
}

private func floats(in bytes: ArraySlice<UInt8>) -> [Float] {
  bytes.withUnsafeBytes { buffer in
    stride(from: 0, to: buffer.count, by: 4).map { offset in
      Float(
        bitPattern: UInt32(
          littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
  }
}
