import Foundation
import Grading
import Testing

@Suite struct `A record` {
  static let signer = SipHash(key: (0..<16).map { UInt8($0) })

  @Test func `is signed as the paper's example is`() {
    // Appendix A of the paper: key 00 … 0f, message 00 … 0e.
    #expect(Self.signer.hash((0..<15).map { UInt8($0) }) == 0xa129_ca61_49be_45e5)
  }

  @Test(arguments: ["plain", "two words", "a=b", "100 %\n\t", "größe", "", "\u{7f}\u{1}"])
  func `comes back as it was sent`(value: String) throws {
    let record = Record(sequence: 3, kind: .failure, check: 1, fields: ["got": value, "a": "b"])
    let line = record.line(signer: Self.signer)
    #expect(!line.contains("\n"))
    #expect(Record(line: line, signer: Self.signer) == record)
  }

  @Test func `is refused when a single character was changed`() {
    let record = Record(sequence: 0, kind: .end, check: 1, fields: ["failures": "1"])
    let line = Array(record.line(signer: Self.signer).utf8)
    for index in line.indices {
      var changed = line
      changed[index] = changed[index] == 0x30 ? 0x31 : 0x30
      let text = String(decoding: changed, as: UTF8.self)
      #expect(Record(line: text, signer: Self.signer) == nil, "\(text)")
    }
    let other = SipHash(key: [1])
    #expect(Record(line: record.line(signer: other), signer: Self.signer) == nil)
  }
}

@Suite struct `A hash` {
  /// The examples of FIPS 180-4 and the empty message; `printf '' | sha256sum`.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1000),
      "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
    ),
  ])
  func `is the standard's`(text: String, digest: String) {
    #expect(SHA256.hexadecimal(of: text) == digest)
  }
}

@Suite struct `An object file` {
  /// The library that the tests are linked with holds objects; this program is one too.
  private func ownProgram() throws -> [UInt8] {
    let program = try #require(Bundle.main.executableURL)
    return [UInt8](try Data(contentsOf: program))
  }

  @Test func `tells its symbols and what it needs`() throws {
    let object = try #require(ObjectFile(try ownProgram()))
    #expect(object.needed.contains("libc.so.6"))
    #expect(object.symbols.contains { $0.name == "main" && $0.isDefined && $0.isGlobal })
    #expect(object.constructorSections.contains(".init_array"))
  }

  @Test func `is read or refused, whatever its bytes are`() throws {
    // The headers of a real file, each byte of the first 64 changed in turn, and files cut short:
    // reading them must end without touching what is not there.
    let whole = try ownProgram()
    let header = Array(whole.prefix(64))
    var read = 0
    for index in header.indices {
      for value in [UInt8(0), 1, 0x7f, 0xff] {
        var bytes = Array(whole.prefix(4096))
        bytes[index] = value
        if ObjectFile(bytes) != nil { read += 1 }
      }
    }
    #expect(ObjectFile([]) == nil)
    #expect(ObjectFile(header) == nil)
    #expect(read < 64 * 4)
  }
}
