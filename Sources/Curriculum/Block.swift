/// One block of a lesson's text, with the place it came from.
///
/// Blocks nest at most 100 deep (deeper documents are refused when they are read), so a walk
/// over them may recurse.
public struct Block: Sendable, Equatable {
  /// What the block is.
  public var kind: Kind
  /// Where it begins.
  public var position: SourcePosition

  /// Makes a block.
  public init(_ kind: Kind, at position: SourcePosition) {
    self.kind = kind
    self.position = position
  }

  /// The kinds of block that a lesson has.
  public enum Kind: Sendable, Equatable {
    /// A heading of level 1 to 6.
    case heading(level: Int, [Inline])
    /// A paragraph.
    case paragraph([Inline])
    /// A quotation.
    case quote([Block])
    /// A list; `start` is the first number of an ordered list, nil for bullets.
    case list(start: Int?, isTight: Bool, items: [[Block]])
    /// Code that is shown: fenced or indented. Checks never appear here.
    case code(Code)
    /// A pipe table.
    case table(Table)
    /// A thematic break.
    case rule
    /// `<!-- pause -->`: the end of a reader's step.
    case pause
    /// The place of an exercise, by its id.
    case exercise(String)
    /// The place of a quiz, by the ids of its questions.
    case quiz([String])
  }
}

/// A stretch of text inside a block.
public enum Inline: Sendable, Equatable {
  /// Plain text.
  case text(String)
  /// Code in a line of text.
  case code(String)
  /// Emphasised text.
  indirect case emphasis([Inline])
  /// Strongly emphasised text.
  indirect case strong([Inline])
  /// A link with its destination.
  indirect case link(destination: String, [Inline])
  /// A picture with its source and the text that stands for it.
  indirect case image(source: String, [Inline])
  /// A line end in the source that means a space.
  case softBreak
  /// A line end that is meant.
  case lineBreak

  /// The text alone, without marks.
  public var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let content), .strong(let content), .link(_, let content),
      .image(_, let content):
      content.plainText
    case .softBreak, .lineBreak: " "
    }
  }
}

extension [Inline] {
  /// The text alone, without marks.
  public var plainText: String { map(\.plainText).joined() }
}

/// Code that a lesson shows.
public struct Code: Sendable, Equatable {
  /// The language, the first word of the info string; empty where there is none.
  public var language: String
  /// Whether the linter runs it and its output must be what the lesson says (`swift run`).
  public var isRun: Bool
  /// Whether the linter runs it and its figures may differ from the lesson's (`swift measure`).
  public var isMeasured: Bool
  /// Whether it is what the block before it prints (`output`).
  public var isOutput: Bool { language == "output" }
  /// The machine on which a measured block's output was taken; nil until it is measured.
  public var machine: String?
  /// The code, ending in a newline unless empty.
  public var text: String
  /// The line of the file in which the code's first line stands.
  public var firstLine: Int

  /// Makes a piece of code.
  public init(
    language: String, isRun: Bool, isMeasured: Bool = false, machine: String? = nil, text: String,
    firstLine: Int
  ) {
    self.language = language
    self.isRun = isRun
    self.isMeasured = isMeasured
    self.machine = machine
    self.text = text
    self.firstLine = firstLine
  }
}

/// A pipe table.
public struct Table: Sendable, Equatable {
  /// How a column's text is set.
  public enum Alignment: Sendable, Equatable {
    case left, center, right
  }
  /// One alignment for each column.
  public var alignments: [Alignment]
  /// The header's cells, as many as columns.
  public var header: [[Inline]]
  /// The rows' cells; every row has as many as there are columns.
  public var rows: [[[Inline]]]

  /// Makes a table; every row has one cell for each alignment.
  public init(alignments: [Alignment], header: [[Inline]], rows: [[[Inline]]]) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
  }
}
