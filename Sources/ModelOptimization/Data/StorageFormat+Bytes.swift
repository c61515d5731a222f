extension StorageFormat {
  /// Numbers from their bytes in a file, the lowest byte first; there are as many bytes as whole
  /// numbers take.
  func floats(in bytes: ArraySlice<UInt8>) -> [Float] {
    bytes.withUnsafeBytes { buffer in
      let count = buffer.count / byteCount
      guard let half else {
        return (0..<count).map { index in
          let word = buffer.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: word))
        }
      }
      let words = (0..<count).map { index in
        UInt16(littleEndian: buffer.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
      }
      return Tensor(shape: [count]) { floats in
        words.withUnsafeBufferPointer { words in
          if let words = words.baseAddress { half.widen(words, into: floats, count: count) }
        }
      }.storage
    }
  }

  /// Appends the bytes of numbers, rounded to the format, the lowest byte first.
  func append(_ tensor: Tensor, to bytes: inout [UInt8]) {
    guard let half else {
      let words = tensor.storage.map(\.bitPattern.littleEndian)
      words.withUnsafeBytes { bytes.append(contentsOf: $0) }
      return
    }
    let words = [UInt16](unsafeUninitializedCapacity: tensor.count) { words, initialized in
      tensor.withElements { floats in
        if let words = words.baseAddress { half.narrow(floats, into: words, count: tensor.count) }
      }
      initialized = tensor.count
    }
    words.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}
