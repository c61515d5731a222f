extension StorageFormat {
  /// Numbers from their bytes in a file, the lowest byte first; there are as many bytes as whole
  /// numbers take.
  func floats(in bytes: ArraySlice<UInt8>) -> [Float] {
    bytes.withUnsafeBytes { buffer in
      let count = buffer.count / byteCount
      return [Float](unsafeUninitializedCapacity: count) { floats, initialized in
        for index in 0..<count {
          floats[index] =
            switch self {
            case .fp32:
              Float(
                bitPattern: UInt32(
                  littleEndian: buffer.loadUnaligned(
                    fromByteOffset: 4 * index, as: UInt32.self)))
            case .fp16, .bf16:
              float(
                half: UInt16(
                  littleEndian: buffer.loadUnaligned(
                    fromByteOffset: 2 * index, as: UInt16.self)))
            }
        }
        initialized = count
      }
    }
  }

  /// Appends the bytes of numbers, rounded to the format, the lowest byte first.
  func append(_ floats: [Float], to bytes: inout [UInt8]) {
    switch self {
    case .fp32:
      let words = floats.map(\.bitPattern.littleEndian)
      words.withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .fp16, .bf16:
      let words = floats.map { half(of: $0).littleEndian }
      words.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
  }
}
