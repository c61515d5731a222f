extension Lesson {
  /// All code that the lesson shows, in order, wherever it nests.
  public var allCode: [(code: Code, position: SourcePosition)] {
    var found: [(code: Code, position: SourcePosition)] = []
    func visit(_ blocks: [Block]) {
      for block in blocks {
        switch block.kind {
        case .code(let code): found.append((code, block.position))
        case .quote(let inner): visit(inner)
        case .list(_, _, let items): items.forEach(visit)
        default: break
        }
      }
    }
    visit(blocks)
    return found
  }
}
