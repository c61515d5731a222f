/// Named tensors in a file: the format in which weights are passed around.
///
/// The file begins with the length of its header (8 bytes, lowest first). The header is JSON:
/// for each tensor its type, shape and place. The numbers follow, lowest byte first.
///
/// Floats of 32 and 16 bits (`F32`, `F16`, `BF16`) all become 32-bit floats; numbers of other types
/// stay the bytes that they are. Nothing in a file is believed: lengths are compared with the size
/// of the file before memory is taken, and every byte of the data must belong to exactly one
/// tensor.
///
/// Source: https://github.com/huggingface/safetensors, section "Format" of its readme.
public struct SafetensorsFile: Equatable, Sendable {
  /// The tensors of floats by name.
  public var tensors: [String: Tensor]
  /// The tensors that are written as they are, by name; read are so those of other types. None has
  /// a name of `tensors`.
  public var rawTensors: [String: RawTensor]
  /// Free text about the file: who trained it, and how.
  public var metadata: [String: String]

  /// Creates the contents of a file.
  public init(
    tensors: [String: Tensor], rawTensors: [String: RawTensor] = [:],
    metadata: [String: String] = [:]
  ) {
    self.tensors = tensors
    self.rawTensors = rawTensors
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
    self.init(tensors: [:], metadata: header.metadata)
    for entry in header.entries {
      let bytes = data[entry.range(in: data)]
      if let format = entry.type.format {
        tensors[entry.name] = Tensor(format.floats(in: bytes), shape: entry.shape)
      } else {
        rawTensors[entry.name] = RawTensor(
          type: entry.type, shape: entry.shape, bytes: Array(bytes))
      }
    }
  }

  /// The bytes of the file: the same contents always give the same bytes.
  ///
  /// - Parameter format: in which the numbers of `tensors` are written; they are rounded to it.
  public func bytes(format: StorageFormat = .fp32) -> [UInt8] {
    require(
      Set(tensors.keys).isDisjoint(with: rawTensors.keys),
      "A name of a safetensors file stands for one tensor, raw or not.")
    let all = tensors.mapValues { RawTensor($0, format: format) }.merging(rawTensors) { $1 }
      .sorted { $0.key < $1.key }
    var header = SafetensorsHeader(metadata: metadata)
    var end = 0
    for (name, tensor) in all {
      let start = end
      end += tensor.bytes.count
      header.entries.append(
        .init(name: name, type: tensor.type, shape: tensor.shape, begin: start, end: end))
    }
    var bytes = header.bytes()
    bytes.reserveCapacity(bytes.count + end)
    for (_, tensor) in all { bytes += tensor.bytes }
    return bytes
  }

  /// Writes the file; an older one at the path is replaced as a whole.
  ///
  /// - Parameters:
  ///   - path: where to write; the folder must exist.
  ///   - format: in which the numbers are written; they are rounded to it.
  /// - Throws: `FileError`.
  public func save(to path: String, format: StorageFormat = .fp32) throws {
    try writeBytes(bytes(format: format), to: path)
  }
}
