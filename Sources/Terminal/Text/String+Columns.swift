extension Character {
  /// The columns that a terminal gives to the character: 0, 1 or 2.
  ///
  /// 0 for marks, format characters and controls; 2 where the first scalar is shown as an emoji
  /// or is wide or full-width in East Asian text (UAX #11); else 1. Ambiguous characters are 1.
  public var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.value < 0x7F { return first.value < 0x20 ? 0 : 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
      return 0
    default:
      return first.properties.isEmojiPresentation || isWide(first.value) ? 2 : 1
    }
  }
}

extension String {
  /// The columns that a terminal gives to the text.
  public var columns: Int {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return utf8.count }
    return reduce(0) { $0 + $1.columns }
  }

  /// The longest beginning that takes at most `limit` columns, with `mark` where text was cut.
  public func truncated(toColumns limit: Int, mark: String = "…") -> String {
    guard columns > limit else { return self }
    let room = limit - mark.columns
    guard room >= 0 else { return String(repeating: ".", count: Swift.max(limit, 0)) }
    var result = ""
    var used = 0
    for character in self {
      guard used + character.columns <= room else { break }
      result.append(character)
      used += character.columns
    }
    return result + mark
  }

  /// The text with spaces after it, up to `count` columns.
  public func padded(toColumns count: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, count - columns))
  }
}

/// Whether a scalar is wide or full-width, by binary search in the table.
private func isWide(_ scalar: UInt32) -> Bool {
  var low = 0
  var high = wideRanges.count
  while low < high {
    let middle = (low + high) / 2
    let (first, last) = wideRanges[middle]
    if scalar < first {
      high = middle
    } else if scalar > last {
      low = middle + 1
    } else {
      return true
    }
  }
  return false
}
