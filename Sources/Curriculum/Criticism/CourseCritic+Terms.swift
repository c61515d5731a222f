extension CourseCritic {
  /// Terms of other lessons that a learner who reads in order has not met yet.
  ///
  /// A lesson defines a term itself by having it in its key concepts, or by setting it in bold or
  /// italics where it explains it.
  func terms(of lesson: Lesson, _ source: SourceText) -> [CourseProblem] {
    let order = course.lessons.map(\.id)
    guard let position = order.firstIndex(of: lesson.id) else { return [] }
    let known = course.required(by: lesson)
    var introduced: Set<Glossary.Term> = []
    lesson.forEachInline { content, _ in
      for text in content.emphasised { introduced.formUnion(glossary.terms(in: text).map(\.term)) }
    }
    var problems: [CourseProblem] = []
    var told = introduced
    for passage in lesson.textPassages + lesson.taskPassages where !passage.isPicture {
      for (term, used) in glossary.terms(in: passage.text) {
        guard let definers = glossary.definers[term], !definers.contains(lesson.id),
          definers.isDisjoint(with: known), told.insert(term).inserted
        else { continue }
        let earlier = order[..<position].first { definers.contains($0) }
        let place = source.place(of: used, from: passage.position, wholeWord: true)
        problems.append(
          CourseProblem(
            earlier.map { .termNotRequired(used, definedIn: $0) }
              ?? .termBeforeDefinition(
                used, definedIn: order[position...].first { definers.contains($0) } ?? ""),
            at: place ?? passage.position))
      }
    }
    return problems
  }
}

extension Course {
  /// The ids of all lessons that one requires, directly or through others.
  fileprivate func required(by lesson: Lesson) -> Set<String> {
    var found: Set<String> = []
    var waiting = lesson.requires
    while let id = waiting.popLast() {
      guard found.insert(id).inserted, let next = self.lesson(id) else { continue }
      waiting += next.requires
    }
    return found
  }
}

extension [Inline] {
  /// The texts that are set in bold or italics.
  fileprivate var emphasised: [String] {
    flatMap { inline -> [String] in
      switch inline {
      case .emphasis(let content), .strong(let content): [content.prose]
      case .link(_, let content), .image(_, let content): content.emphasised
      default: []
      }
    }
  }
}
