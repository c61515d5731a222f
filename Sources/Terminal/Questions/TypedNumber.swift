/// A number as people type it: a point or a comma before the decimals, spaces or apostrophes
/// between thousands, a Unicode minus, an exponent, and a unit behind it.
struct TypedNumber: Equatable {
  var value: Double
  /// What stands behind the number; empty where nothing does.
  var unit: String

  /// Reads a number.
  ///
  /// - Throws: `InputProblem.empty`, `.notANumber` (also for "nan", "inf" and numbers beyond
  ///   every bound), `.ambiguousNumber`.
  init(_ typed: String) throws(InputProblem) {
    let text = typed.folded
    guard !text.isEmpty else { throw .empty }
    var rest = text[...]
    var sign = ""
    if let first = rest.first, "+-−–".contains(first) {
      sign = first == "+" ? "" : "-"
      rest.removeFirst()
      rest = rest.drop { $0 == " " }
    }
    var mantissa = Self.takeMantissa(&rest)
    while let last = mantissa.last, !last.isNumber {
      // "12 ms" and "12." : what hangs on belongs to no number.
      mantissa.removeLast()
    }
    guard mantissa.contains(where: \.isNumber) else { throw .notANumber(typed) }
    let digits = try Self.decimal(mantissa, typed: typed)
    let exponent = Self.takeExponent(&rest)
    guard let value = Double(sign + digits + exponent), value.isFinite else {
      throw .notANumber(typed)
    }
    self.value = value
    unit = String(rest.drop { $0 == " " })
  }

  /// Digits with what stands between them.
  private static func takeMantissa(_ rest: inout Substring) -> String {
    var mantissa = ""
    while let character = rest.first {
      let next = rest.dropFirst().first
      if character.isASCIIDigit || character == "." || character == "," {
        mantissa.append(character)
      } else if character == " " || character == "'" || character == "’" || character == "_" {
        // Between thousands only: "1 000", not "12 ms".
        guard let next, next.isASCIIDigit, !mantissa.isEmpty else { break }
      } else {
        break
      }
      rest.removeFirst()
    }
    return mantissa
  }

  private static func takeExponent(_ rest: inout Substring) -> String {
    guard let mark = rest.first, mark == "e" else { return "" }
    var tail = rest.dropFirst()
    var exponent = "e"
    if let sign = tail.first, "+-−".contains(sign) {
      exponent += sign == "+" ? "" : "-"
      tail.removeFirst()
    }
    let digits = tail.prefix { $0.isASCIIDigit }
    // "5 epochs" begins with an e too.
    guard !digits.isEmpty else { return "" }
    rest = tail.dropFirst(digits.count)
    return exponent + digits
  }

  /// The digits with a point before the decimals.
  private static func decimal(
    _ mantissa: String, typed: String
  ) throws(InputProblem) -> String {
    let commas = mantissa.count { $0 == "," }
    let points = mantissa.count { $0 == "." }
    switch (commas, points) {
    case (0, 0), (0, 1):
      return mantissa
    case (1, 0):
      let parts = mantissa.split(separator: ",", omittingEmptySubsequences: false)
      // 1,000 may be either; 0,125 and 12,5 and 1234,567 may not.
      if parts[1].count == 3, (1...3).contains(parts[0].count), parts[0] != "0" {
        throw .ambiguousNumber(typed)
      }
      return mantissa.replacing(",", with: ".")
    case (_, 0), (_, 1):
      // The mark that comes once and last is the decimal one.
      if let point = mantissa.firstIndex(of: "."), let comma = mantissa.lastIndex(of: ",") {
        if comma < point { return mantissa.replacing(",", with: "") }
        guard commas == 1 else { throw .notANumber(typed) }
        return mantissa.replacing(".", with: "").replacing(",", with: ".")
      }
      return try grouped(mantissa, by: ",", typed: typed)
    case (0, _):
      return try grouped(mantissa, by: ".", typed: typed)
    case (1, _):
      guard let comma = mantissa.firstIndex(of: ","), let point = mantissa.lastIndex(of: "."),
        point < comma
      else { throw .notANumber(typed) }
      return mantissa.replacing(".", with: "").replacing(",", with: ".")
    default:
      throw .notANumber(typed)
    }
  }

  /// `1,000,000`: a mark that comes several times stands between thousands.
  private static func grouped(
    _ mantissa: String, by mark: Character, typed: String
  ) throws(InputProblem) -> String {
    let parts = mantissa.split(separator: mark, omittingEmptySubsequences: false)
    guard let first = parts.first, (1...3).contains(first.count),
      parts.dropFirst().allSatisfy({ $0.count == 3 })
    else { throw .notANumber(typed) }
    return parts.joined()
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
