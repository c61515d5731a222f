/// Reads JSON front to back: that of a safetensors header or of a log without building a tree, for
/// there the caller says what comes next, and nothing can be nested deeper than the format is; any
/// other with `readValue`, to a depth that is refused beyond.
struct JSONReader {
  private let text: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  /// Reads an object; `readMember` is called behind each colon and reads the value.
  mutating func readObject(
    _ readMember: (_ name: String, _ reader: inout JSONReader) throws -> Void
  ) throws {
    try expect("{")
    if take("}") { return }
    repeat {
      let name = try readString()
      try expect(":")
      try readMember(name, &self)
    } while take(",")
    try expect("}")
  }

  /// Reads an array of non-negative integers.
  mutating func readIntegers() throws -> [Int] {
    try expect("[")
    if take("]") { return [] }
    var numbers: [Int] = []
    repeat {
      numbers.append(try readInteger())
    } while take(",")
    try expect("]")
    return numbers
  }

  /// Reads a value of any kind.
  ///
  /// - Parameter depth: how deep arrays and objects may lie in each other.
  mutating func readValue(depth: Int) throws -> JSONValue {
    skipWhiteSpace()
    guard position < text.endIndex else { throw unexpected("a value") }
    switch text[position] {
    case UInt8(ascii: "{"):
      guard depth > 0 else { throw unexpected("no deeper nesting") }
      var members: [String: JSONValue] = [:]
      try readObject { name, reader in
        guard members[name] == nil else { throw reader.unexpected("a name that is not there yet") }
        members[name] = try reader.readValue(depth: depth - 1)
      }
      return .object(members)
    case UInt8(ascii: "["):
      guard depth > 0 else { throw unexpected("no deeper nesting") }
      try expect("[")
      if take("]") { return .array([]) }
      var elements: [JSONValue] = []
      repeat { elements.append(try readValue(depth: depth - 1)) } while take(",")
      try expect("]")
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readWord("true", .bool(true))
    case UInt8(ascii: "f"): return try readWord("false", .bool(false))
    case UInt8(ascii: "n"): return try readWord("null", .null)
    default: return .number(try readNumber())
    }
  }

  private mutating func readWord(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard text[position...].starts(with: word.utf8) else { throw unexpected(word) }
    position += word.utf8.count
    return value
  }

  /// Checks that nothing but white space follows.
  mutating func expectEnd() throws {
    skipWhiteSpace()
    guard position == text.endIndex else { throw unexpected("the end") }
  }

  /// Reads a number.
  mutating func readNumber() throws -> Double {
    skipWhiteSpace()
    let start = position
    while position < text.endIndex, "+-.0123456789Ee".utf8.contains(text[position]) {
      position += 1
    }
    guard let number = Double(String(decoding: text[start..<position], as: UTF8.self)),
      number.isFinite
    else {
      position = start
      throw unexpected("a finite number")
    }
    return number
  }

  private mutating func readInteger() throws -> Int {
    skipWhiteSpace()
    let start = position
    while position < text.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[position])
    {
      position += 1
    }
    let digits = text[start..<position]
    guard digits.count == 1 || digits.first != UInt8(ascii: "0"),
      let number = Int(String(decoding: digits, as: UTF8.self))
    else {
      position = start
      throw unexpected("an integer below 2^63")
    }
    return number
  }

  /// Reads a string.
  mutating func readString() throws -> String {
    try expect("\"")
    var bytes: [UInt8] = []
    while true {
      switch next() {
      case UInt8(ascii: "\""):
        guard let string = String(validating: bytes, as: UTF8.self) else {
          throw unexpected("a string in UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): bytes += try readEscape()
      case .some(let byte) where byte >= 0x20: bytes.append(byte)
      default: throw unexpected("a character of a string")
      }
    }
  }

  private mutating func readEscape() throws -> [UInt8] {
    let character = next().map { Character(Unicode.Scalar($0)) }
    switch character {
    case "\"", "\\", "/": return [text[position - 1]]
    case "b": return [0x08]
    case "f": return [0x0C]
    case "n": return [0x0A]
    case "r": return [0x0D]
    case "t": return [0x09]
    case "u":
      // A character beyond U+FFFF is written as two halves, high and low.
      var value = try readHexadecimal()
      if 0xD800..<0xDC00 ~= value, next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") {
        let low = try readHexadecimal()
        value = 0xDC00..<0xE000 ~= low ? 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00) : 0xD800
      }
      guard let scalar = Unicode.Scalar(value) else { throw unexpected("a character") }
      return Array(String(Character(scalar)).utf8)
    default: throw unexpected("an escape of JSON")
    }
  }

  private mutating func readHexadecimal() throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func next() -> UInt8? {
    guard position < text.endIndex else { return nil }
    defer { position += 1 }
    return text[position]
  }

  private mutating func skipWhiteSpace() {
    while position < text.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) {
      position += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipWhiteSpace()
    guard position < text.endIndex, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws {
    guard take(character) else {
      throw unexpected(character == "\"" ? "a quotation mark" : "\"\(character)\"")
    }
  }

  private func unexpected(_ expected: String) -> SafetensorsError {
    SafetensorsError(.notJSON(expected: expected, at: position - text.startIndex))
  }
}
