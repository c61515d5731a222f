/// What a stretch of text means. Colours are chosen from it only when it is written out.
public struct Style: OptionSet, Sendable, Hashable {
  /// The meanings as bits.
  public let rawValue: UInt32

  /// Makes a style from its bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A lesson's title.
  public static let title = Style(rawValue: 1 << 0)
  /// A heading.
  public static let heading = Style(rawValue: 1 << 1)
  /// Strongly emphasised.
  public static let strong = Style(rawValue: 1 << 2)
  /// Emphasised.
  public static let emphasis = Style(rawValue: 1 << 3)
  /// Code in running text.
  public static let code = Style(rawValue: 1 << 4)
  /// The text of a link.
  public static let link = Style(rawValue: 1 << 5)
  /// Less important: frames, marks, hints.
  public static let dim = Style(rawValue: 1 << 6)
  /// Passed, right.
  public static let good = Style(rawValue: 1 << 7)
  /// Failed, wrong.
  public static let bad = Style(rawValue: 1 << 8)
  /// Needs attention.
  public static let warning = Style(rawValue: 1 << 9)
  /// What the eye should find first: a number, a command to type.
  public static let accent = Style(rawValue: 1 << 10)
  /// A keyword of a programming language.
  public static let keyword = Style(rawValue: 1 << 11)
  /// A literal string in code.
  public static let string = Style(rawValue: 1 << 12)
  /// A comment in code.
  public static let comment = Style(rawValue: 1 << 13)
  /// A number in code.
  public static let number = Style(rawValue: 1 << 14)
  /// The name of a type in code.
  public static let type = Style(rawValue: 1 << 15)
  /// Text that a search found.
  public static let match = Style(rawValue: 1 << 16)
  /// The found text that the view stands at, or the chosen entry of a list.
  public static let selected = Style(rawValue: 1 << 17)
  /// What a program printed.
  public static let output = Style(rawValue: 1 << 18)
}
