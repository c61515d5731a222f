import Curriculum

extension BlockRenderer {
  /// Destinations up to this width stand in the text; longer ones at its end.
  private static let longestDestination = 36

  /// A stretch of text as styled characters, before it is broken into lines.
  mutating func cells(_ inlines: [Inline], _ style: Style = []) -> [Cell] {
    var cells: [Cell] = []
    for (index, inline) in inlines.enumerated() {
      switch inline {
      case .text(let text):
        cells += self.text(text, style)
      case .code(let code):
        // Colour sets code apart; without it, the marks of the source do.
        cells += text(capabilities.color ? code : "`\(code)`", style.union(.code))
      case .emphasis(let content):
        cells += self.cells(content, style.union(.emphasis))
      case .strong(let content):
        cells += self.cells(content, style.union(.strong))
      case .link(let destination, let content):
        cells += link(to: destination, content, style)
      case .image(_, let content):
        let alternative = content.plainText
        cells += text(alternative.isEmpty ? "[picture]" : "[picture: \(alternative)]", .dim)
      case .softBreak:
        // Chinese is written without spaces: a line end between two ideographs is none.
        let next = index + 1 < inlines.count ? inlines[index + 1].plainText.first : nil
        let joins = cells.last?.width == 2 && next?.columns == 2
        if !joins { cells.append(Cell(" ", style)) }
      case .lineBreak:
        cells.append(Cell("\n"))
      }
    }
    return cells
  }

  /// Text that is safe to write, in the marks that the locale shows.
  func text(_ text: String, _ style: Style = []) -> [Cell] {
    [Cell](text: capabilities.unicode ? text : text.withASCIIMarks, style)
  }

  private mutating func link(
    to destination: String, _ content: [Inline], _ style: Style
  ) -> [Cell] {
    let label = cells(content, style.union(.link))
    let address = destination.withoutControls
    let shown = content.plainText
    // A place inside the course and an address that is its own text need no second showing.
    if address.isEmpty || address.hasPrefix("#") || address == shown
      || address == "mailto:" + shown
    {
      return label
    }
    if address.columns <= Self.longestDestination {
      return label + [Cell](text: " (\(address))", .dim)
    }
    let number: Int
    if let index = footnotes.firstIndex(of: address) {
      number = index + 1
    } else {
      footnotes.append(address)
      number = footnotes.count
    }
    return label + [Cell](text: "\u{A0}[\(number)]", .dim)
  }
}
