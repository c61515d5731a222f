/// The rule that every lesson has the nine sections of the course's method, in order.
enum SectionRule {
  static let titles = [
    "Activate prior knowledge", "Overview", "Key concepts", "Learning path", "Examples",
    "Common pitfalls", "Retrieval quiz", "Quick recap", "Spaced review plan",
  ]

  static func problems(of blocks: [Block], file: String) -> [CourseProblem] {
    let sections = blocks.compactMap { block -> (title: String, position: SourcePosition)? in
      guard case .heading(2, let content) = block.kind else { return nil }
      return (content.plainText, block.position)
    }
    var problems: [CourseProblem] = []
    var last: (title: String, index: Int)?
    let end = SourcePosition(file: file, line: max(1, blocks.last?.position.line ?? 1))
    for title in titles {
      guard let index = sections.firstIndex(where: { $0.title == title }) else {
        problems.append(CourseProblem(.missingSection(title), at: end))
        continue
      }
      if let last, index < last.index {
        problems.append(
          CourseProblem(
            .sectionOutOfOrder(title, after: last.title), at: sections[index].position))
      }
      last = (title, index)
    }
    return problems
  }
}
