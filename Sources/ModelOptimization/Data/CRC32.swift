/// The checksum that ends a gzip member.
///
/// Eight bytes at a time, by eight tables ("slicing by 8", Kounavis and Berry, 2005): a table
/// holds what a byte does to the checksum from so many bytes away. One byte at a time, this
/// would take as long as inflating.
///
/// Source: RFC 1952, section 8; polynomial 0xEDB88320, bits reflected.
package func crc32(_ bytes: [UInt8]) -> UInt32 {
  let tables = crcTables
  var crc = ~UInt32(0)
  var index = 0
  while index + 8 <= bytes.count {
    let low = crc ^ littleEndian(bytes, at: index)
    let high = littleEndian(bytes, at: index + 4)
    let first = tables[7 * 256 + Int(low & 255)] ^ tables[6 * 256 + Int(low >> 8 & 255)]
    let second = tables[5 * 256 + Int(low >> 16 & 255)] ^ tables[4 * 256 + Int(low >> 24)]
    let third = tables[3 * 256 + Int(high & 255)] ^ tables[2 * 256 + Int(high >> 8 & 255)]
    let fourth = tables[256 + Int(high >> 16 & 255)] ^ tables[Int(high >> 24)]
    crc = first ^ second ^ third ^ fourth
    index += 8
  }
  while index < bytes.count {
    crc = tables[Int((crc ^ UInt32(bytes[index])) & 255)] ^ (crc >> 8)
    index += 1
  }
  return ~crc
}

/// Four bytes as a number, the lowest first.
func littleEndian(_ bytes: [UInt8], at index: Int) -> UInt32 {
  UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
    | UInt32(bytes[index + 3]) << 24
}

/// Table `distance * 256 + byte`: the effect of a byte, `distance` bytes before the end.
private let crcTables: [UInt32] = {
  var tables: [UInt32] = []
  for byte: UInt32 in 0..<256 {
    var crc = byte
    for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    tables.append(crc)
  }
  for index in 256..<8 * 256 {
    let nearer = tables[index - 256]
    tables.append(tables[Int(nearer & 255)] ^ (nearer >> 8))
  }
  return tables
}()
