extension SearchSpace {
  /// Reads a space as it is written on a command line, the settings with commas between them.
  ///
  /// ```text
  /// learning-rate=1e-4..1e-2:log,batch=32..256:log,schedule=constant|cosine
  /// ```
  ///
  /// Between two whole numbers, whole numbers are searched.
  ///
  /// - Throws: `SearchError`.
  public init(text: String) throws {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if text.allSatisfy(\.isWhitespace) { throw SearchError.emptySpace }
    try self.init(parts.map { try SearchParameter(text: String($0)) })
  }
}

extension SearchParameter {
  /// Reads a setting: `NAME=LOW..HIGH`, `NAME=LOW..HIGH:log` or `NAME=A|B|C`.
  ///
  /// - Throws: `SearchError`.
  public init(text: String) throws {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
      throw SearchError.unreadableParameter(text)
    }
    let (name, values) = (String(sides[0]), sides[1])
    guard let dots = Self.dots(in: values) else {
      let words = values.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard words.allSatisfy({ !$0.isEmpty }) else { throw SearchError.unreadableParameter(text) }
      try self.init(name, .choice(words))
      return
    }
    var high = values[values.index(dots, offsetBy: 2)...]
    var scale = Scale.linear
    if let colon = high.firstIndex(of: ":") {
      guard high[colon...] == ":log" else { throw SearchError.unreadableParameter(text) }
      high = high[..<colon]
      scale = .logarithmic
    }
    let low = values[..<dots]
    if let first = Double(low), let last = Double(high), first > last {
      throw SearchError.rangeReversed(
        parameter: name, low: String(low), high: String(high))
    }
    if let low = Int(low), let high = Int(high) {
      try self.init(name, .integer(low...high, scale))
    } else if let low = Double(low), let high = Double(high), low <= high {
      try self.init(name, .real(low...high, scale))
    } else {
      throw SearchError.unreadableParameter(text)
    }
  }

  private static func dots(in text: Substring) -> Substring.Index? {
    text.indices.first { text[$0...].hasPrefix("..") }
  }
}
