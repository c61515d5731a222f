/// Markdown that stands inside another format: a question's prompt, a hint, what a mistake tells.
public enum Markdown {
  /// The blocks of a text; positions count within it. Text that nests deeper than 100 comes back
  /// as one paragraph, as it was typed.
  public static func blocks(_ text: String) -> [Block] {
    guard let root = try? CommonMarkTree(text)?.node() else {
      return [Block(.paragraph([.text(text)]), at: SourcePosition(file: "", line: 1))]
    }
    var reader = BlockReader(source: SourceText(file: "", text: text))
    return reader.blocks(of: root)
  }

  /// The inline content of a text of one paragraph, such as a table's cell; text that is
  /// something else, such as `1. one`, comes back as it was typed.
  static func inlines(_ text: String) -> [Inline] {
    guard let root = try? CommonMarkTree(text)?.node(),
      root.children.count == 1, let only = root.children.first, case .paragraph = only.kind
    else { return text.isEmpty ? [] : [.text(text)] }
    return BlockReader.inlines(of: only)
  }
}
