import ModelOptimization
import Testing

/// The files come from Python's zlib; see `Fixtures/make_fixtures.py`, `gzip_files`.
@Suite struct `A gzip file` {
  static let names = [
    "empty", "dynamic", "fixed", "stored", "long-patterns", "all-fields", "one-distance",
  ]

  @Test(arguments: names)
  func `unpacks to what was packed`(name: String) throws {
    let contents = try Fixture.bytes("gzip/\(name).bin")
    let file = try Fixture.bytes("gzip/\(name).gz")
    #expect(try gunzip(file, byteCount: contents.count) == contents)
  }

  @Test(arguments: names)
  func `unpacks from its beginning as far as is asked`(name: String) throws {
    let contents = try Fixture.bytes("gzip/\(name).bin")
    let file = try Fixture.bytes("gzip/\(name).gz")
    for count in [0, 1, 2, 255, 256, 257, 2999, contents.count] where count <= contents.count {
      #expect(try gunzip(file, prefix: count) == Array(contents[..<count]))
    }
  }

  @Test(arguments: names)
  func `is refused when it ends too early, wherever it ends`(name: String) throws {
    let contents = try Fixture.bytes("gzip/\(name).bin")
    let file = try Fixture.bytes("gzip/\(name).gz")
    for length in file.indices {
      #expect(throws: length < 2 ? GzipError.notGzip : .truncated, "\(length) bytes") {
        try gunzip(Array(file[..<length]), byteCount: contents.count)
      }
    }
  }

  @Test(arguments: ["dynamic", "fixed", "stored"])
  func `is refused when a bit of its contents or checksum is wrong`(name: String) throws {
    let contents = try Fixture.bytes("gzip/\(name).bin")
    let file = try Fixture.bytes("gzip/\(name).gz")
    for position in 10..<file.count {
      var damaged = file
      damaged[position] ^= 1 << UInt8(position % 8)
      // The few unused bits before a stored block or behind the last one mean nothing.
      do {
        #expect(try gunzip(damaged, byteCount: contents.count) == contents)
      } catch {
        #expect(error is GzipError)
      }
      // Without the checksum damage may go unnoticed, but never the number of bytes.
      do {
        #expect(try gunzip(damaged, prefix: contents.count / 2).count == contents.count / 2)
      } catch {
        #expect(error is GzipError)
      }
    }
  }

  @Test func `is refused when it holds more or less than it should`() throws {
    let file = try Fixture.bytes("gzip/dynamic.gz")
    let count = try Fixture.bytes("gzip/dynamic.bin").count
    #expect(throws: GzipError.tooLong(expected: count - 1)) {
      try gunzip(file, byteCount: count - 1)
    }
    #expect(throws: GzipError.tooShort(expected: count + 1, actual: count)) {
      try gunzip(file, byteCount: count + 1)
    }
    #expect(throws: GzipError.corrupt("something follows its end")) {
      try gunzip(file + [0], byteCount: count)
    }
  }

  @Test func `is checked by the checksum of gzip`() {
    // The check value that catalogues of checksums give for CRC-32/ISO-HDLC.
    #expect(crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(crc32([]) == 0)
    // More than 8 bytes are taken together: every length must agree with one byte at a time.
    let bytes = (0..<40).map { UInt8($0 * 37 & 255) }
    for length in 0...40 {
      var crc = ~UInt32(0)
      for byte in bytes[..<length] {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
      }
      #expect(crc32(Array(bytes[..<length])) == ~crc)
    }
  }
}
