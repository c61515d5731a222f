/// A JSON document as a tree.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  /// Whole numbers up to 2⁵³ are exact.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The document without white space, members in the order of their names: the same value always
  /// gives the same text.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value):
      value.rounded() == value && value.magnitude < 0x1p53 ? "\(Int(value))" : "\(value)"
    case .string(let value): jsonString(value)
    case .array(let elements): "[\(elements.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{"
        + members.sorted { $0.key < $1.key }.map { "\(jsonString($0.key)):\($0.value.text)" }
        .joined(separator: ",") + "}"
    }
  }

  static func integers(_ numbers: [Int]) -> JSONValue {
    .array(numbers.map { .number(Double($0)) })
  }
}

extension JSONValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(stringLiteral value: String) { self = .string(value) }
  init(_ value: Int) { self = .number(Double(value)) }
}

func jsonArray(_ numbers: [Int]) -> String {
  "[\(numbers.map { "\($0)" }.joined(separator: ","))]"
}

/// The text in quotation marks, with the escapes that JSON asks for.
func jsonString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
