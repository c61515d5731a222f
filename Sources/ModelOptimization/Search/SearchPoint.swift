/// The value of a setting.
public enum SearchValue: Hashable, Sendable {
  /// A number.
  case real(Double)
  /// A whole number.
  case integer(Int)
  /// A word.
  case choice(String)
}

extension SearchValue: CustomStringConvertible {
  /// The value as people write it.
  public var description: String {
    switch self {
    case .real(let number): "\(number)"
    case .integer(let number): "\(number)"
    case .choice(let word): word
    }
  }
}

/// A value for each setting of a space.
public struct SearchPoint: Hashable, Sendable {
  /// A setting with its value.
  public struct Entry: Hashable, Sendable {
    /// The setting.
    public let name: String
    /// Its value.
    public let value: SearchValue

    /// Creates an entry.
    public init(_ name: String, _ value: SearchValue) { (self.name, self.value) = (name, value) }
  }

  /// The settings in the order of the space.
  public let values: [Entry]

  /// Creates a point from the value of each setting, in the order of the space.
  public init(values: [Entry]) { self.values = values }

  /// The value of a setting; nil where the space has no such setting.
  public subscript(name: String) -> SearchValue? { values.first { $0.name == name }?.value }

  /// The number of a setting, whole or not; nil where the space has no such number.
  public func number(_ name: String) -> Double? {
    switch self[name] {
    case .real(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  /// The whole number of a setting; nil where the space has no such number.
  public func integer(_ name: String) -> Int? {
    if case .integer(let number) = self[name] { number } else { nil }
  }

  /// The word of a setting; nil where the space has no such choice.
  public func choice(_ name: String) -> String? {
    if case .choice(let word) = self[name] { word } else { nil }
  }
}

extension SearchPoint: CustomStringConvertible {
  /// The settings with their values: `batch=64, schedule=cosine`.
  public var description: String {
    values.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
  }
}
