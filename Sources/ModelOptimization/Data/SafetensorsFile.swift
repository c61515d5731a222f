/// Named tensors in a file: the format in which weights are passed around.
///
/// The file begins with the length of its header (8 bytes, lowest first). The header is JSON:
/// for each tensor its type, shape and place. The numbers follow, lowest byte first.
///
/// This reader knows floats of 32 and 16 bits (`F32`, `F16`, `BF16`), all of which become 32-bit
/// floats, and refuses other types by name. Nothing in a file is believed: lengths are compared
/// with the size of the file before memory is taken, and every byte of the data must belong to
/// exactly one tensor.
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
      tensors[entry.name] = Tensor(
        entry.format.floats(in: data[entry.range(in: data)]), shape: entry.shape)
    }
  }

  /// The bytes of the file: the same contents always give the same bytes.
  ///
  /// - Parameter format: in which the numbers are written; they are rounded to it.
  public func bytes(format: StorageFormat = .fp32) -> [UInt8] {
    let tensors = tensors.sorted { $0.key < $1.key }
    var header = SafetensorsHeader(metadata: metadata)
    var end = 0
    for (name, tensor) in tensors {
      let start = end
      end += tensor.count * format.byteCount
      header.entries.append(
        .init(name: name, format: format, shape: tensor.shape, begin: start, end: end))
    }
    var bytes = header.bytes()
    bytes.reserveCapacity(bytes.count + end)
    for (_, tensor) in tensors { format.append(tensor, to: &bytes) }
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
