#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A setting that a search chooses: its name, and the values that it may take.
public struct SearchParameter: Equatable, Sendable {
  /// How equal steps of a search lie in a range of numbers.
  public enum Scale: String, Sendable {
    /// Equal steps are equal differences.
    case linear
    /// Equal steps are equal ratios: right for what is tried as 0.1, 0.01, 0.001.
    case logarithmic
  }

  /// The values that a setting may take.
  public enum Domain: Equatable, Sendable {
    /// Every number of a range.
    case real(ClosedRange<Double>, Scale)
    /// Every whole number of a range.
    case integer(ClosedRange<Int>, Scale)
    /// One of several words, which have no order.
    case choice([String])
  }

  /// What the setting is called.
  public let name: String
  /// The values that it may take.
  public let domain: Domain

  /// Creates a setting.
  ///
  /// - Throws: `SearchError` where the range is not finite, is logarithmic and not above zero, or
  ///   there is nothing to choose from.
  public init(_ name: String, _ domain: Domain) throws {
    (self.name, self.domain) = (name, domain)
    switch domain {
    case .real(let range, let scale):
      guard range.lowerBound.isFinite && range.upperBound.isFinite else {
        throw SearchError.rangeNotFinite(parameter: name)
      }
      try requirePositive(range.lowerBound, scale)
    case .integer(let range, let scale):
      // Beyond it, a Double does not tell a whole number from the next one.
      guard range.lowerBound.magnitude <= 1 << 53, range.upperBound.magnitude <= 1 << 53 else {
        throw SearchError.rangeNotFinite(parameter: name)
      }
      try requirePositive(Double(range.lowerBound), scale)
    case .choice(let words):
      guard !words.isEmpty else { throw SearchError.nothingToChoose(parameter: name) }
      for (index, word) in words.enumerated() where words[..<index].contains(word) {
        throw SearchError.choiceTwice(parameter: name, choice: word)
      }
    }
  }

  private func requirePositive(_ low: Double, _ scale: Scale) throws {
    guard scale == .linear || low > 0 else {
      throw SearchError.logarithmicRangeNotPositive(parameter: name, low: low)
    }
  }
}

extension SearchParameter {
  /// The value at a place from 0 to 1 of the domain; equal parts of the way are equally likely in a
  /// random search. Every whole number and every choice has a part of equal length (in the
  /// logarithm, for a logarithmic range).
  package func value(at place: Double) -> SearchValue {
    let place = min(max(place, 0), 1)
    switch domain {
    case .real(let range, let scale):
      return .real(scale.value(at: place, from: range.lowerBound, to: range.upperBound))
    case .integer(let range, let scale):
      let (low, high) = (Double(range.lowerBound) - 0.5, Double(range.upperBound) + 0.5)
      let number = Int(scale.value(at: place, from: low, to: high).rounded())
      return .integer(min(max(number, range.lowerBound), range.upperBound))
    case .choice(let words):
      return .choice(words[min(Int(place * Double(words.count)), words.count - 1)])
    }
  }

  /// The place of a value as the coordinates of a model of the scores: one from 0 to 1 for a
  /// number; for a choice one for each word, so that every two words are at a distance of 1.
  func coordinates(of value: SearchValue) -> [Double] {
    switch (domain, value) {
    case (.real(let range, let scale), .real(let number)):
      return [scale.place(of: number, from: range.lowerBound, to: range.upperBound)]
    case (.integer(let range, let scale), .integer(let number)):
      let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
      return [scale.place(of: Double(number), from: low, to: high)]
    case (.choice(let words), .choice(let chosen)):
      return words.map { $0 == chosen ? 0.5.squareRoot() : 0 }
    default:
      fatalError("The setting \(name) has no value \(value).")
    }
  }

  /// Whether a value is one of the domain's.
  func contains(_ value: SearchValue) -> Bool {
    switch (domain, value) {
    case (.real(let range, _), .real(let number)): range.contains(number)
    case (.integer(let range, _), .integer(let number)): range.contains(number)
    case (.choice(let words), .choice(let word)): words.contains(word)
    default: false
    }
  }

  /// The values of a grid: a choice's words; of a range both ends and what lies evenly between
  /// them, each value once.
  func gridValues(count: Int) -> [SearchValue] {
    switch domain {
    case .choice(let words): return words.map(SearchValue.choice)
    case .real(let range, let scale):
      let count = range.lowerBound == range.upperBound ? 1 : count
      return Self.evenPlaces(count).map {
        .real(scale.value(at: $0, from: range.lowerBound, to: range.upperBound))
      }
    case .integer(let range, let scale):
      let numbers = Self.evenPlaces(min(count, range.count)).map {
        Int(
          scale.value(at: $0, from: Double(range.lowerBound), to: Double(range.upperBound))
            .rounded())
      }
      return Set(numbers).sorted().map(SearchValue.integer)
    }
  }

  /// At most so many values has a grid of this setting.
  func gridValueCount(at count: Int) -> Int {
    switch domain {
    case .choice(let words): words.count
    case .real(let range, _): range.lowerBound == range.upperBound ? 1 : count
    case .integer: count > 100_000 ? count : gridValues(count: count).count
    }
  }

  private static func evenPlaces(_ count: Int) -> [Double] {
    count == 1 ? [0] : (0..<count).map { Double($0) / Double(count - 1) }
  }
}

extension SearchParameter.Scale {
  fileprivate func value(at place: Double, from low: Double, to high: Double) -> Double {
    // The ends are exact, whatever is rounded on the way.
    guard place > 0 else { return low }
    guard place < 1 else { return high }
    let value =
      self == .linear ? low * (1 - place) + high * place : low * pow(high / low, place)
    return min(max(value, low), high)
  }

  fileprivate func place(of number: Double, from low: Double, to high: Double) -> Double {
    guard low < high else { return 0 }
    return switch self {
    case .linear: (number - low) / (high - low)
    case .logarithmic: (log(number) - log(low)) / (log(high) - log(low))
    }
  }
}

extension SearchParameter.Domain: CustomStringConvertible {
  /// The domain as it is written on a command line: `0.0001..0.01:log`, `relu|gelu`.
  public var description: String {
    func end(_ scale: SearchParameter.Scale) -> String { scale == .linear ? "" : ":log" }
    return switch self {
    case .real(let range, let scale): "\(range.lowerBound)..\(range.upperBound)\(end(scale))"
    case .integer(let range, let scale): "\(range.lowerBound)..\(range.upperBound)\(end(scale))"
    case .choice(let words): words.joined(separator: "|")
    }
  }
}
