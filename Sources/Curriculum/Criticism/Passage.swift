/// A stretch of a course's prose, without code and marks, and the place where it begins.
public struct Passage: Sendable, Equatable {
  /// The words; code in a line of text is `Passage.codeMark`.
  public var text: String
  /// Where the block, the row or the field that holds it begins.
  public var position: SourcePosition

  /// Whether it pictures a term in everyday words, as the third column of the key concepts does:
  /// its words are not meant as terms.
  public var isPicture = false

  /// What stands for code in a line of text, so that the words around it stay apart.
  public static let codeMark = "\u{FFFC}"

  /// Makes a passage.
  public init(_ text: String, at position: SourcePosition, isPicture: Bool = false) {
    self.text = text
    self.position = position
    self.isPicture = isPicture
  }
}

extension Lesson {
  /// The prose of the lesson's text: headings, paragraphs, lists, quotations and tables.
  public var textPassages: [Passage] { Self.passages(of: blocks) }

  /// The prose of its tasks: titles, hints and feedback of exercises, and everything in questions
  /// that is not code.
  public var taskPassages: [Passage] {
    var passages: [Passage] = []
    func add(_ markdown: String, at position: SourcePosition) {
      passages += Self.passages(of: Markdown.blocks(markdown)).map {
        Passage($0.text, at: position)
      }
    }
    for exercise in exercises {
      passages.append(Passage(exercise.title, at: exercise.position))
      for hint in exercise.hints { add(hint, at: exercise.position) }
      for mistake in exercise.mistakes { add(mistake.tells, at: mistake.position) }
      for check in exercise.checks { passages.append(Passage(check.title, at: check.position)) }
    }
    for question in questions {
      for text in question.texts { add(text, at: question.position) }
    }
    return passages
  }

  private static func passages(of blocks: [Block]) -> [Passage] {
    var passages: [Passage] = []
    var isGlossary = false
    func add(_ content: [Inline], at position: SourcePosition) {
      passages.append(Passage(content.prose, at: position))
    }
    for block in blocks {
      switch block.kind {
      case .heading(let level, let content):
        if level <= 2 { isGlossary = Glossary.isHeading(block) }
        add(content, at: block.position)
      case .paragraph(let content): add(content, at: block.position)
      case .quote(let inner): passages += Self.passages(of: inner)
      case .list(_, _, let items): passages += items.flatMap { Self.passages(of: $0) }
      case .table(let table):
        for (index, row) in ([table.header] + table.rows).enumerated() {
          // Below the header stands the row of dashes.
          let line = block.position.line + index + (index > 0 ? 1 : 0)
          for (column, cell) in row.enumerated() {
            passages.append(
              Passage(
                cell.prose, at: SourcePosition(file: block.position.file, line: line),
                isPicture: isGlossary && column >= 2))
          }
        }
      case .code, .rule, .pause, .exercise, .quiz: break
      }
    }
    return passages
  }
}

extension Question {
  /// Everything of it that is read as prose, in Markdown.
  var texts: [String] {
    let own: [String] =
      switch kind {
      case .choice(let choices, _), .multi(let choices, _), .order(let choices): choices
      case .cloze(let pieces, let gaps):
        // Gaps hold what is accepted, misspelt forms too: the first is what is meant.
        [zip(pieces, gaps.map { $0.first ?? "" } + [""]).map { $0 + $1 }.joined()]
      case .recall(let answer): [answer]
      case .text(let accepted): accepted.first.map { [$0] } ?? []
      case .numeric, .predict: []
      }
    return [prompt] + own + [why]
  }
}

extension [Inline] {
  /// The text without code, and without addresses that stand for themselves.
  var prose: String {
    map { inline in
      switch inline {
      case .text(let text): text
      case .code: Passage.codeMark
      case .emphasis(let content), .strong(let content), .image(_, let content): content.prose
      case .link(let destination, let content):
        // An address in angle brackets is its own text.
        destination == content.plainText || destination == "mailto:" + content.plainText
          ? Passage.codeMark : content.prose
      case .softBreak, .lineBreak: " "
      }
    }.joined()
  }
}
