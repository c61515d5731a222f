extension Lesson {
  /// The words of the lesson's text; its code, exercises and questions are not counted.
  public var wordCount: Int {
    textPassages.reduce(0) { count, passage in
      count
        + passage.text.split(whereSeparator: \.isWhitespace).count { word in
          word.contains { $0.isLetter || $0.isNumber }
        }
    }
  }

  /// An estimate of the minutes that the whole lesson takes: its prose at 200 words a minute, its
  /// code at 20 lines a minute, half a minute for each question, and for each exercise four
  /// minutes and four for each of its points.
  public var estimatedMinutes: Int {
    let lines = allCode.reduce(0) { count, code in
      count + code.code.text.split(separator: "\n").count { !$0.allSatisfy(\.isWhitespace) }
    }
    let exercises = exercises.reduce(0) { $0 + 4 + 4 * $1.points }
    let minutes =
      Double(wordCount) / 200 + Double(lines) / 20 + Double(questions.count) / 2
      + Double(exercises)
    return max(1, Int(minutes.rounded()))
  }
}
