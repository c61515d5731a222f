extension CourseCritic {
  /// Questions that can be answered without knowing the answer.
  func questions(of lesson: Lesson) -> [CourseProblem] {
    let single = lesson.questions.compactMap { question in
      question.singleChoice.map { (question: question, choices: $0.choices, right: $0.right) }
    }
    var problems = single.filter { $0.choices.isLongest($0.right) }.map {
      CourseProblem(.longestChoiceIsRight, at: $0.question.position)
    }
    // Of a few questions most may stand anywhere by chance.
    guard single.count >= 6, let first = single.first else { return problems }
    let shortest = single.count { $0.choices.isShortest($0.right) }
    if 2 * shortest > single.count {
      problems.append(
        CourseProblem(
          .shortestChoiceIsRight(shortest, of: single.count), at: first.question.position))
    }
    let places = Dictionary(single.map { ($0.right, 1) }, uniquingKeysWith: +)
    for (place, count) in places where 2 * count > single.count {
      problems.append(
        CourseProblem(
          .rightChoiceStaysInPlace(place + 1, count, of: single.count),
          at: first.question.position))
    }
    return problems
  }
}

extension Question {
  /// The choices and the index of the right one, where exactly one is right.
  fileprivate var singleChoice: (choices: [String], right: Int)? {
    switch kind {
    case .choice(let choices, let answer): (choices, answer)
    case .multi(let choices, let answers) where answers.count == 1: (choices, answers[0])
    default: nil
    }
  }
}

extension [String] {
  /// The characters that are read: marks around code and emphasis are not seen.
  private var lengths: [Int] {
    map { text in
      let blocks = Markdown.blocks(text)
      guard blocks.count == 1, case .paragraph(let content) = blocks[0].kind else {
        return text.count
      }
      return content.plainText.count
    }
  }

  fileprivate func isLongest(_ index: Int) -> Bool {
    let lengths = lengths
    return indices.allSatisfy { $0 == index || lengths[$0] < lengths[index] }
  }

  fileprivate func isShortest(_ index: Int) -> Bool {
    let lengths = lengths
    return indices.allSatisfy { $0 == index || lengths[$0] > lengths[index] }
  }
}
