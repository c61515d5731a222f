/// One signed line on the private channel: what happened, to which check, with which values.
///
/// A line is `signature sequence kind check name=value …`, the values percent-escaped. The
/// signature covers everything after it, and the sequence number makes a repeated line
/// invalid. This file is compiled into both sides of the channel.
package struct Record: Equatable, Sendable {
  /// What a line says.
  package enum Kind: String, Sendable {
    /// The program has set its limits and is about to run checks.
    case ready
    /// A check begins.
    case begin
    /// A call in the check did not hold.
    case failure
    /// A call in the check could not be decided for noise.
    case undecided
    /// A check has come to its end; `calls` says how many expectations it made.
    case end
    /// Every check that was asked for has run.
    case done
  }

  package var sequence: Int
  package var kind: Kind
  package var check: Int
  package var fields: [String: String] = [:]

  /// The line, without its line break, signed with `signer`.
  package func line(signer: SipHash) -> String {
    var body = "\(sequence) \(kind.rawValue) \(check)"
    for name in fields.keys.sorted() {
      body += " \(name)=\(Record.escape(fields[name] ?? ""))"
    }
    return Record.hexadecimal(signer.hash(body.utf8)) + " " + body
  }

  /// The record that `line` holds, or nil where the signature or the form is not right.
  package init?(line: some StringProtocol, signer: SipHash) {
    guard let space = line.firstIndex(of: " ") else { return nil }
    let body = line[line.index(after: space)...]
    guard line[..<space] == Record.hexadecimal(signer.hash(body.utf8)) else { return nil }
    let parts = body.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count >= 3, let sequence = Int(parts[0]),
      let kind = Kind(rawValue: String(parts[1])),
      let check = Int(parts[2])
    else { return nil }
    self.init(sequence: sequence, kind: kind, check: check)
    for part in parts.dropFirst(3) {
      guard let equals = part.firstIndex(of: "=") else { return nil }
      fields[String(part[..<equals])] = Record.unescape(part[part.index(after: equals)...])
    }
  }

  /// Makes a record.
  package init(sequence: Int, kind: Kind, check: Int, fields: [String: String] = [:]) {
    self.sequence = sequence
    self.kind = kind
    self.check = check
    self.fields = fields
  }

  /// 16 digits, so that every signature has the same length.
  static func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Replaces what would end a field or a line.
  private static func escape(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte <= 0x20 || byte == 0x25 || byte == 0x7f {
        bytes.append(0x25)
        bytes.append(contentsOf: (byte < 16 ? "0" : "").utf8)
        bytes.append(contentsOf: String(byte, radix: 16).utf8)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func unescape(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25, rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
