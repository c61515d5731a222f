/// Turns the bytes of a terminal into keys; pure, fed byte by byte.
///
/// Sequences follow ECMA-48 (CSI) and what xterm, VT220 and the Linux console send for the keys
/// of an editor. A lone escape byte is the escape key when nothing follows it in time, which the
/// caller says with `flush()`.
public struct KeyDecoder: Sendable {
  private enum State: Sendable {
    case ground
    case escape
    case control(parameters: [UInt8])
    case function
    case utf8(bytes: [UInt8], missing: Int)
    case paste(bytes: [UInt8])
  }
  private var state = State.ground

  /// The longest paste that is kept, in bytes; what comes after is dropped.
  private static let longestPaste = 1 << 16

  /// Makes a decoder between two keys.
  public init() {}

  /// Whether bytes of an unfinished key were read, so that silence must be told with `flush()`.
  public var isWaiting: Bool {
    switch state {
    case .ground, .paste: false
    default: true
    }
  }

  /// Takes one byte, and answers the keys that it completes.
  public mutating func feed(_ byte: UInt8) -> [Key] {
    switch state {
    case .ground: return ground(byte)
    case .escape: return afterEscape(byte)
    case .control(let parameters): return control(byte, parameters)
    case .function:
      state = .ground
      return [functionKey(byte)]
    case .utf8(let bytes, let missing): return continuation(byte, bytes, missing)
    case .paste(let bytes): return paste(byte, bytes)
    }
  }

  /// Nothing followed in time: an unfinished escape sequence was the escape key.
  public mutating func flush() -> [Key] {
    switch state {
    case .ground, .paste:
      return []
    case .escape:
      state = .ground
      return [.escape]
    default:
      state = .ground
      return [.unknown]
    }
  }

  private mutating func ground(_ byte: UInt8) -> [Key] {
    switch byte {
    case 0x1B:
      state = .escape
      return []
    case 0x0D, 0x0A: return [.enter]
    case 0x09: return [.tab]
    case 0x7F, 0x08: return [.backspace]
    case 0x00: return [.unknown]
    case 0x01...0x1A:
      return [.control(Character(Unicode.Scalar(byte + 0x60)))]
    case 0x1C...0x1F: return [.unknown]
    case 0x20..<0x7F: return [.character(Character(Unicode.Scalar(byte)))]
    case 0xC2...0xDF: state = .utf8(bytes: [byte], missing: 1)
    case 0xE0...0xEF: state = .utf8(bytes: [byte], missing: 2)
    case 0xF0...0xF4: state = .utf8(bytes: [byte], missing: 3)
    default: return [.unknown]
    }
    return []
  }

  private mutating func continuation(_ byte: UInt8, _ bytes: [UInt8], _ missing: Int) -> [Key] {
    guard byte & 0xC0 == 0x80 else {
      // A broken character: what follows may begin a good one.
      state = .ground
      return [.unknown] + ground(byte)
    }
    let bytes = bytes + [byte]
    guard missing == 1 else {
      state = .utf8(bytes: bytes, missing: missing - 1)
      return []
    }
    state = .ground
    guard let text = String(validating: bytes, as: UTF8.self), let character = text.first else {
      return [.unknown]
    }
    return [.character(character)]
  }

  private mutating func afterEscape(_ byte: UInt8) -> [Key] {
    switch byte {
    case UInt8(ascii: "["):
      state = .control(parameters: [])
      return []
    case UInt8(ascii: "O"):
      state = .function
      return []
    case 0x1B:
      // Escape twice: the first was the key.
      return [.escape]
    default:
      // Escape and a letter are what a terminal sends for Alt and the letter.
      state = .ground
      return ground(byte).isEmpty ? [] : [.unknown]
    }
  }

  private mutating func control(_ byte: UInt8, _ parameters: [UInt8]) -> [Key] {
    switch byte {
    case 0x20...0x3F:
      // No key's sequence is this long; an endless one must not fill the memory.
      guard parameters.count < 32 else {
        state = .ground
        return [.unknown]
      }
      state = .control(parameters: parameters + [byte])
      return []
    case 0x40...0x7E:
      state = .ground
      let text = String(decoding: parameters, as: UTF8.self)
      if byte == UInt8(ascii: "~") {
        if text == "200" {
          state = .paste(bytes: [])
          return []
        }
        return [tildeKey(text)]
      }
      return [functionKey(byte)]
    case 0x1B:
      state = .escape
      return [.unknown]
    default:
      state = .ground
      return [.unknown]
    }
  }

  /// The last letter of a cursor key's sequence; shifted and controlled ones end the same.
  private func functionKey(_ byte: UInt8) -> Key {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "M"): .enter
    default: .unknown
    }
  }

  private func tildeKey(_ parameters: String) -> Key {
    switch parameters.split(separator: ";").first {
    case "1", "7": .home
    case "3": .delete
    case "4", "8": .end
    case "5": .pageUp
    case "6": .pageDown
    default: .unknown
    }
  }

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private mutating func paste(_ byte: UInt8, _ bytes: [UInt8]) -> [Key] {
    var bytes = bytes
    // Beyond the limit only the tail that may be the end's mark is kept moving.
    if bytes.count >= Self.longestPaste { bytes.remove(at: bytes.count - Self.pasteEnd.count) }
    bytes.append(byte)
    if byte == UInt8(ascii: "~") && bytes.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] {
      state = .ground
      let text = String(decoding: bytes.dropLast(Self.pasteEnd.count), as: UTF8.self)
      return [.paste(text)]
    }
    state = .paste(bytes: bytes)
    return []
  }
}
