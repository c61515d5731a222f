/// Integers of a few bits, one behind the other in bytes.
///
/// The first integer takes the lowest bits of the first byte, as in ONNX: of two INT4 in a byte,
/// the first is the low half. Negative ones are two's complement. Rows begin with a byte of their
/// own, and what is left of the last byte of a row is zero.
package struct BitPacking: Equatable, Sendable {
  /// What is packed.
  package let format: IntegerFormat
  /// The integers of a row.
  package let rowLength: Int

  package init(_ format: IntegerFormat, rowLength: Int) {
    self.format = format
    self.rowLength = rowLength
  }

  /// The bytes of a row.
  package var rowByteCount: Int { (rowLength * format.bits + 7) / 8 }

  /// Packs rows; as many integers as are whole rows.
  package func pack(_ integers: [Int32]) -> [UInt8] {
    if format.bits == 8 { return integers.map { UInt8(truncatingIfNeeded: $0) } }
    guard rowLength > 0 else { return [] }
    let mask = UInt32(1) << UInt32(format.bits) - 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(integers.count / rowLength * rowByteCount)
    for row in stride(from: 0, to: integers.count, by: rowLength) {
      // At most 7 bits wait for their byte to be full, and at most 16 join them.
      var (waiting, count): (UInt32, Int) = (0, 0)
      for index in row..<row + rowLength {
        waiting |= (UInt32(bitPattern: integers[index]) & mask) << UInt32(count)
        count += format.bits
        while count >= 8 {
          bytes.append(UInt8(truncatingIfNeeded: waiting))
          waiting >>= 8
          count -= 8
        }
      }
      if count > 0 { bytes.append(UInt8(truncatingIfNeeded: waiting)) }
    }
    return bytes
  }

  /// The integers of packed rows.
  package func unpack(_ bytes: [UInt8]) -> [Int32] {
    if format == .int8 { return bytes.map { Int32(Int8(bitPattern: $0)) } }
    if format == .uint8 { return bytes.map { Int32($0) } }
    guard rowLength > 0 else { return [] }
    let bits = UInt32(format.bits)
    let mask = UInt32(1) << bits - 1
    var integers: [Int32] = []
    integers.reserveCapacity(bytes.count / rowByteCount * rowLength)
    for row in stride(from: 0, to: bytes.count, by: rowByteCount) {
      var (waiting, count): (UInt32, UInt32) = (0, 0)
      var next = row
      for _ in 0..<rowLength {
        while count < bits {
          waiting |= UInt32(bytes[next]) << count
          count += 8
          next += 1
        }
        let field = waiting & mask
        waiting >>= bits
        count -= bits
        // Moved to the top and back, the highest bit of the field becomes the sign.
        let unused = 32 - bits
        integers.append(
          format.isSigned ? Int32(bitPattern: field << unused) >> Int32(unused) : Int32(field))
      }
    }
    return integers
  }
}
