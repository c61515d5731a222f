/// What one output stream can show, decided once and then passed as a value.
public struct Capabilities: Sendable, Equatable {
  /// The columns of the window; 80 where nothing tells.
  public var width: Int
  /// The rows of the window; 24 where nothing tells.
  public var height: Int
  /// Whether escape sequences for colour and weight may be written.
  public var color: Bool
  /// Whether the locale shows more than ASCII.
  public var unicode: Bool
  /// Whether the stream is a terminal.
  public var isTerminal: Bool
  /// Whether cursor movement and the alternate screen may be used: a terminal that is not dumb.
  public var canMoveCursor: Bool
  /// Whether the output is for programs: no escape byte, no box drawing, stable lines.
  public var plain: Bool
  /// Whether the output is for a screen reader: append-only, verdicts in words.
  public var accessible: Bool

  /// Whether frames and rules are drawn with box characters; otherwise with `-`, `|` and `+`.
  public var drawsBoxes: Bool { unicode && !plain && !accessible }

  /// Makes capabilities; the defaults describe a pipe of 80 columns with UTF-8.
  public init(
    width: Int = 80, height: Int = 24, color: Bool = false, unicode: Bool = true,
    isTerminal: Bool = false, canMoveCursor: Bool = false, plain: Bool = true,
    accessible: Bool = false
  ) {
    self.width = width
    self.height = height
    self.color = color
    self.unicode = unicode
    self.isTerminal = isTerminal
    self.canMoveCursor = canMoveCursor
    self.plain = plain
    self.accessible = accessible
  }
}

/// What a person asked for on the command line.
public struct DisplayOptions: Sendable, Equatable {
  /// When colour is used.
  public enum ColorChoice: String, Sendable, Equatable, CaseIterable {
    case automatic = "auto"
    case always
    case never
  }
  /// `--color`.
  public var color: ColorChoice
  /// `--plain`.
  public var plain: Bool
  /// `--accessible`.
  public var accessible: Bool
  /// A width that overrides the window's, in columns.
  public var width: Int?

  /// Makes options; the defaults leave everything to the environment.
  public init(
    color: ColorChoice = .automatic, plain: Bool = false, accessible: Bool = false,
    width: Int? = nil
  ) {
    self.color = color
    self.plain = plain
    self.accessible = accessible
    self.width = width
  }
}
