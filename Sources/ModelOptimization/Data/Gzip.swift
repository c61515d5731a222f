/// What is wrong with a gzip file.
public enum GzipError: Error, Equatable {
  /// The first bytes are not those of gzip.
  case notGzip
  /// The file ends before its contents do.
  case truncated
  /// The contents break a rule of the format: this one.
  case corrupt(String)
  /// There is more in it than there should be.
  case tooLong(expected: Int)
  /// There is less in it than there should be.
  case tooShort(expected: Int, actual: Int)
  /// The contents are not those that were packed.
  case checksumDiffers
}

extension GzipError: CustomStringConvertible {
  /// What is wrong, as a part of a sentence about a file.
  public var description: String {
    switch self {
    case .notGzip: "it is not compressed with gzip"
    case .truncated: "it ends too early"
    case .corrupt(let rule): "its compressed data is damaged: \(rule)"
    case .tooLong(let expected): "it unpacks to more than the \(expected) bytes it should have"
    case .tooShort(let expected, let actual):
      "it unpacks to \(actual) bytes; it should have \(expected)"
    case .checksumDiffers: "its checksum does not match its contents"
    }
  }
}

/// Unpacks the first bytes of a gzip file and leaves the rest alone.
///
/// The checksum covers the whole contents, so it is **not** checked here.
///
/// - Parameters:
///   - file: the compressed file.
///   - byteCount: how many bytes to unpack.
/// - Throws: `GzipError`.
package func gunzip(_ file: [UInt8], prefix byteCount: Int) throws -> [UInt8] {
  var bits = BitReader(file, from: try endOfHeader(file))
  return try unpack(&bits, byteCount, stopWhenFull: true)
}

/// Unpacks a whole gzip file and checks that it is what was packed.
///
/// - Parameters:
///   - file: the compressed file: one member, nothing behind it.
///   - byteCount: how many bytes it must unpack to. No more memory is taken, whatever the file
///     claims.
/// - Throws: `GzipError`.
package func gunzip(_ file: [UInt8], byteCount: Int) throws -> [UInt8] {
  var bits = BitReader(file, from: try endOfHeader(file))
  let bytes = try unpack(&bits, byteCount, stopWhenFull: false)
  let trailer = bits.nextByte
  guard trailer + 8 <= file.count else { throw GzipError.truncated }
  guard trailer + 8 == file.count else {
    throw GzipError.corrupt("something follows its end")
  }
  guard littleEndian(file, at: trailer) == crc32(bytes),
    littleEndian(file, at: trailer + 4) == UInt32(truncatingIfNeeded: byteCount)
  else { throw GzipError.checksumDiffers }
  return bytes
}

private func unpack(
  _ bits: inout BitReader, _ byteCount: Int, stopWhenFull: Bool
) throws -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: byteCount)
  var output = bytes.mutableSpan
  let written = try inflate(&bits, into: &output, stopWhenFull: stopWhenFull)
  guard written == byteCount else {
    throw GzipError.tooShort(expected: byteCount, actual: written)
  }
  return bytes
}

/// The first byte behind the header, with its optional name, comment and extra field.
///
/// Source: RFC 1952, section 2.3.
private func endOfHeader(_ file: [UInt8]) throws -> Int {
  guard file.starts(with: [0x1F, 0x8B]) else { throw GzipError.notGzip }
  guard file.count >= 10 else { throw GzipError.truncated }
  guard file[2] == 8 else { throw GzipError.corrupt("the method is not DEFLATE") }
  let flags = file[3]
  guard flags & 0xE0 == 0 else { throw GzipError.corrupt("reserved flags are set") }

  var position = 10
  if flags & 4 != 0 {  // an extra field
    guard position + 2 <= file.count else { throw GzipError.truncated }
    position += 2 + Int(file[position]) + Int(file[position + 1]) << 8
  }
  for flag: UInt8 in [8, 16] where flags & flag != 0 {  // a name, a comment; each ends with 0
    guard position <= file.count, let end = file[position...].firstIndex(of: 0) else {
      throw GzipError.truncated
    }
    position = end + 1
  }
  if flags & 2 != 0 { position += 2 }  // a checksum of the header
  guard position <= file.count else { throw GzipError.truncated }
  return position
}
