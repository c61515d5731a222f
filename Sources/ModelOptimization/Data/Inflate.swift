// Source of everything here: RFC 1951, "DEFLATE Compressed Data Format Specification", 1996.

/// Unpacks a DEFLATE stream until it ends or `output` is full.
///
/// - Parameters:
///   - bits: stands at the first block.
///   - output: where the bytes go; its size is the most that will be unpacked, whatever the
///     stream claims.
///   - stopWhenFull: true to be content with the first bytes; false to insist that the stream
///     ends where `output` does.
/// - Returns: how many bytes were unpacked.
/// - Throws: `GzipError`.
func inflate(
  _ bits: inout BitReader, into output: inout MutableSpan<UInt8>, stopWhenFull: Bool
) throws -> Int {
  var written = 0
  var isLast = false
  while !isLast && !(stopWhenFull && written == output.count) {
    isLast = try bits.read(1) == 1
    switch try bits.read(2) {
    case 0:
      try copyStored(&bits, into: &output, at: &written, stopWhenFull)
    case 1:
      let codes = try (HuffmanTable(lengths: fixedLiterals), HuffmanTable(lengths: fixedDistances))
      try inflateBlock(&bits, codes.0, codes.1, into: &output, at: &written, stopWhenFull)
    case 2:
      let codes = try readCodes(&bits)
      try inflateBlock(
        &bits, codes.literals, codes.distances, into: &output, at: &written, stopWhenFull)
    default:
      throw GzipError.corrupt("a block is of a kind that does not exist")
    }
  }
  return written
}

/// A block of bytes that were not worth compressing. (Section 3.2.4)
private func copyStored(
  _ bits: inout BitReader, into output: inout MutableSpan<UInt8>, at written: inout Int,
  _ stopWhenFull: Bool
) throws {
  try bits.skipToByte()
  let length = try bits.read(16)
  guard try bits.read(16) == ~length & 0xFFFF else {
    throw GzipError.corrupt("the length of a stored block and its complement disagree")
  }
  for _ in 0..<length {
    guard written < output.count else {
      if stopWhenFull { return }
      throw GzipError.tooLong(expected: output.count)
    }
    output[written] = UInt8(try bits.read(8))
    written += 1
  }
}

/// A compressed block: bytes, and copies of what came up to 32 KiB before. (Section 3.2.5)
private func inflateBlock(
  _ bits: inout BitReader, _ literals: HuffmanTable, _ distances: HuffmanTable,
  into output: inout MutableSpan<UInt8>, at written: inout Int, _ stopWhenFull: Bool
) throws {
  var next = written
  defer { written = next }
  while true {
    let symbol = try literals.readSymbol(from: &bits)
    if symbol < 256 {
      guard next < output.count else {
        if stopWhenFull { return }
        throw GzipError.tooLong(expected: output.count)
      }
      output[next] = UInt8(symbol)
      next += 1
      continue
    }
    if symbol == 256 { return }

    guard symbol - 257 < lengthBases.count else {
      throw GzipError.corrupt("a length code is not one of the 29")
    }
    let length = lengthBases[symbol - 257] + (try bits.read(lengthExtraBits[symbol - 257]))
    let code = try distances.readSymbol(from: &bits)
    guard code < distanceBases.count else {
      throw GzipError.corrupt("a distance code is not one of the 30")
    }
    let distance = distanceBases[code] + (try bits.read(distanceExtraBits[code]))
    guard distance <= next else {
      throw GzipError.corrupt("a copy reaches back before the beginning")
    }
    guard next + length <= output.count || stopWhenFull else {
      throw GzipError.tooLong(expected: output.count)
    }
    // Byte by byte: a copy may overlap itself, which is how a run of equal bytes is packed.
    for target in next..<min(next + length, output.count) {
      output[target] = output[target - distance]
    }
    next = min(next + length, output.count)
    if stopWhenFull && next == output.count { return }
  }
}

/// The codes of a block with codes of its own, themselves compressed. (Section 3.2.7)
private func readCodes(
  _ bits: inout BitReader
) throws -> (literals: HuffmanTable, distances: HuffmanTable) {
  let literalCount = try bits.read(5) + 257
  let distanceCount = try bits.read(5) + 1
  let lengthCount = try bits.read(4) + 4
  var lengthLengths = [UInt8](repeating: 0, count: 19)
  for symbol in lengthOrder.prefix(lengthCount) {
    lengthLengths[symbol] = UInt8(try bits.read(3))
  }
  let lengthCode = try HuffmanTable(lengths: lengthLengths[...])

  let total = literalCount + distanceCount
  var lengths: [UInt8] = []
  while lengths.count < total {
    let symbol = try lengthCode.readSymbol(from: &bits)
    switch symbol {
    case 0...15:
      lengths.append(UInt8(symbol))
    case 16:
      guard let previous = lengths.last else {
        throw GzipError.corrupt("the first code length repeats the one before it")
      }
      lengths += repeatElement(previous, count: 3 + (try bits.read(2)))
    case 17:
      lengths += repeatElement(0, count: 3 + (try bits.read(3)))
    default:
      lengths += repeatElement(0, count: 11 + (try bits.read(7)))
    }
  }
  guard lengths.count == total, lengths[256] > 0 else {
    throw GzipError.corrupt("the codes of a block do not fit its header")
  }
  return (
    try HuffmanTable(lengths: lengths[..<literalCount]),
    try HuffmanTable(lengths: lengths[literalCount...])
  )
}

/// The order in which the lengths of the code for code lengths are sent.
private let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

private let lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
]
private let lengthExtraBits = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
private let distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
  2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
]
private let distanceExtraBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
  13,
]

/// The codes of a block that brings none of its own. (Section 3.2.6)
private let fixedLiterals: ArraySlice<UInt8> =
  ArraySlice(repeating: 8, count: 144) + ArraySlice(repeating: 9, count: 112)
  + ArraySlice(repeating: 7, count: 24) + ArraySlice(repeating: 8, count: 8)
private let fixedDistances = ArraySlice<UInt8>(repeating: 5, count: 32)
