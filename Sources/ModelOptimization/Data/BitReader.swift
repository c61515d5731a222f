/// Reads a DEFLATE stream bit by bit, the lowest bit of each byte first.
struct BitReader {
  private let bytes: [UInt8]
  private var position: Int
  /// Bits that were fetched and not yet read, the next one lowest; zeros above them.
  private var window: UInt64 = 0
  private var available = 0

  init(_ bytes: [UInt8], from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// The first byte that no bit was read from.
  var nextByte: Int { position - available / 8 }

  /// The next bits without reading them; beyond the end of the input they are zeros.
  @inline(__always)
  mutating func peek(_ count: Int) -> Int {
    if available < count { refill() }
    return Int(truncatingIfNeeded: window & (1 << UInt64(count) - 1))
  }

  /// Leaves out bits that were peeked at.
  @inline(__always)
  mutating func skip(_ count: Int) throws {
    guard count <= available else { throw GzipError.truncated }
    window >>= UInt64(count)
    available -= count
  }

  /// Reads up to 32 bits as a number, the first bit lowest.
  @inline(__always)
  mutating func read(_ count: Int) throws -> Int {
    let value = peek(count)
    try skip(count)
    return value
  }

  /// Goes on to the next whole byte.
  mutating func skipToByte() throws {
    try skip(available % 8)
  }

  private mutating func refill() {
    while available <= 56 && position < bytes.count {
      window |= UInt64(bytes[position]) << UInt64(available)
      available += 8
      position += 1
    }
  }
}
