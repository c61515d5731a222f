import Curriculum

extension Workbook {
  /// The misspelt words of lessons, each once a lesson; nil where no checker with a dictionary of
  /// the course's language is installed.
  func misspellings(in lessons: [Lesson]) -> [CourseProblem]? {
    guard let checker = SpellingChecker.installed(for: course.language) else { return nil }
    let critic = critic()
    let used = lessons.map { ($0, critic.dictionaryWords(in: $0)) }
    // One process for all words of all lessons.
    let words = Set(used.flatMap { $0.1.map(\.text) }).sorted()
    guard let unknown = checker.unknown(among: words) else { return nil }
    return used.flatMap { lesson, words in
      words.compactMap { word in
        unknown[word.text].map { critic.misspelling(word, suggestion: $0, in: lesson) }
      }
    }
  }
}
