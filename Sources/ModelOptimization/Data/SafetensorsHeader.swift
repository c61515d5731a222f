/// The header of a safetensors file: where each tensor lies, and what it is.
struct SafetensorsHeader {
  /// A tensor; its bytes are counted from the end of the header.
  struct Entry {
    var name: String
    var type: ElementType
    var shape: [Int]
    var begin: Int
    var end: Int

    func range(in data: ArraySlice<UInt8>) -> Range<Int> {
      data.startIndex + begin..<data.startIndex + end
    }
  }

  var entries: [Entry] = []
  var metadata: [String: String] = [:]

  /// The most that the reference implementation accepts, too.
  static let maximumByteCount = 100_000_000

  /// Reads the header of a file; the tensors tile the data behind it without gap or overlap.
  ///
  /// - Throws: `SafetensorsError`.
  static func split(_ file: [UInt8]) throws -> (SafetensorsHeader, data: ArraySlice<UInt8>) {
    let header = try SafetensorsHeader(startOf: file)
    let end = 8 + (try length(file))
    try header.checkTiling(of: file.count - end)
    return (header, file[end...])
  }

  /// Reads the header of a file alone, which may be as large as it likes.
  ///
  /// - Throws: `FileError`, `SafetensorsError`.
  static func read(from path: String) throws -> SafetensorsHeader {
    let start = try readBytes(of: path, maximum: .max, upTo: 8 + maximumByteCount)
    return try SafetensorsHeader(startOf: start)
  }

  private init(startOf file: [UInt8]) throws {
    var reader = JSONReader(file[8..<8 + (try Self.length(file))])
    try self.init(&reader)
  }

  /// The length that the file begins with.
  private static func length(_ file: [UInt8]) throws -> Int {
    guard file.count >= 8 else { throw SafetensorsError(.tooShort(byteCount: file.count)) }
    let length = file[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(file.count - 8, maximumByteCount)) else {
      throw SafetensorsError(.headerTooLong(claimed: length, available: file.count - 8))
    }
    return Int(length)
  }

  init(metadata: [String: String]) {
    self.metadata = metadata
  }

  private init(_ reader: inout JSONReader) throws {
    var names: Set<String> = []
    try reader.readObject { name, reader in
      guard names.insert(name).inserted else { throw SafetensorsError(.nameTwice(name)) }
      if name == "__metadata__" {
        try reader.readObject { key, reader in metadata[key] = try reader.readString() }
      } else {
        entries.append(try Self.readEntry(name, &reader))
      }
    }
    try reader.expectEnd()
  }

  private static func readEntry(_ name: String, _ reader: inout JSONReader) throws -> Entry {
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.readObject { key, reader in
      switch key {
      case "dtype": type = try reader.readString()
      case "shape": shape = try reader.readIntegers()
      case "data_offsets": offsets = try reader.readIntegers()
      default: throw SafetensorsError(.unknownField(tensor: name, field: key))
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw SafetensorsError(.incomplete(tensor: name))
    }
    guard let type = ElementType(rawValue: type) else {
      throw SafetensorsError(.unsupportedType(tensor: name, type: type))
    }
    let byteCount = shape.reduce(type.byteCount as Int?) { product, length in
      guard let (partial, overflow) = product?.multipliedReportingOverflow(by: length) else {
        return nil
      }
      return overflow ? nil : partial
    }
    guard byteCount == offsets[1] - offsets[0] else {
      throw SafetensorsError(
        .wrongSize(tensor: name, shape: shape, byteCount: offsets[1] - offsets[0]))
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  private func checkTiling(of byteCount: Int) throws {
    var covered = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.begin == covered else {
        throw SafetensorsError(
          .gapOrOverlap(tensor: entry.name, begin: entry.begin, expected: covered))
      }
      covered = entry.end
    }
    guard covered == byteCount else {
      throw SafetensorsError(.wrongDataSize(expected: covered, actual: byteCount))
    }
  }

  /// The header as it stands in a file, its length before it; padded, so that the data behind it
  /// begins at a multiple of 8 bytes and can be mapped into memory.
  func bytes() -> [UInt8] {
    var members = entries.map { entry in
      "\(jsonString(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\","
        + "\"shape\":\(jsonArray(entry.shape)),\"data_offsets\":[\(entry.begin),\(entry.end)]}"
    }
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }
        .map { "\(jsonString($0.key)):\(jsonString($0.value))" }
      members.insert("\"__metadata__\":{\(pairs.joined(separator: ","))}", at: 0)
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    text += repeatElement(UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) } + text
  }
}
