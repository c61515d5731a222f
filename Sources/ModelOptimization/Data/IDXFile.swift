/// The two kinds of idx files that a data set of images consists of.
public enum IDXKind: String, CaseIterable, Sendable {
  /// Bytes of shape `[count, 28, 28]`.
  case images
  /// Bytes of shape `[count]`.
  case labels

  /// The number that a file of this kind begins with: the type of its elements (8 for bytes)
  /// and the number of its axes.
  var magic: UInt32 { self == .images ? 0x803 : 0x801 }

  /// The magic number, and the length of each axis; four bytes each.
  var headerByteCount: Int { self == .images ? 16 : 8 }

  /// The bytes of one image, or of one label.
  var itemByteCount: Int { self == .images ? 28 * 28 : 1 }
}

/// A gzip-compressed idx file, unpacked as far as is needed.
///
/// Source: "The IDX file format" on the page of the MNIST database, LeCun, Cortes, Burges.
struct IDXFile {
  let path: String
  let kind: IDXKind
  /// How many images or labels the file holds.
  let count: Int
  private let compressed: [UInt8]

  /// Reads the header.
  ///
  /// - Throws: `FileError`, `DatasetError`.
  init(contentsOf path: String, kind: IDXKind) throws {
    // The largest file of Fashion-MNIST has 26 MB.
    let file = try readBytes(of: path, maximum: 64 << 20)
    let start = try Self.unpacking(path) { try gunzip(file, prefix: 8) }
    guard bigEndian(start, at: 0) == kind.magic else {
      throw DatasetError.wrongKind(path, expected: kind, found: bigEndian(start, at: 0))
    }
    let header = try Self.unpacking(path) { try gunzip(file, prefix: kind.headerByteCount) }
    let shape = stride(from: 4, to: header.count, by: 4).map { Int(bigEndian(header, at: $0)) }
    guard shape[0] <= 60_000, shape.dropFirst().allSatisfy({ $0 == 28 }) else {
      throw DatasetError.wrongShape(path, found: shape)
    }
    self.path = path
    self.kind = kind
    count = shape[0]
    compressed = file
  }

  /// The bytes of all items. The checksum of the file is checked.
  func allItems() throws -> ArraySlice<UInt8> {
    let byteCount = kind.headerByteCount + count * kind.itemByteCount
    return try Self.unpacking(path) { try gunzip(compressed, byteCount: byteCount) }
      .dropFirst(kind.headerByteCount)
  }

  /// The bytes of the first items. The rest is not unpacked, so the checksum is not checked.
  func items(first wanted: Int) throws -> ArraySlice<UInt8> {
    if wanted == count { return try allItems() }
    let byteCount = kind.headerByteCount + wanted * kind.itemByteCount
    return try Self.unpacking(path) { try gunzip(compressed, prefix: byteCount) }
      .dropFirst(kind.headerByteCount)
  }

  private static func unpacking<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as GzipError {
      throw DatasetError.damaged(path, error)
    }
  }
}

/// Four bytes as a number, the highest first.
private func bigEndian(_ bytes: [UInt8], at index: Int) -> UInt32 {
  littleEndian(bytes, at: index).byteSwapped
}
