extension Question {
  /// A short name for the question's whole text, which changes when the text does.
  public var revision: String { fingerprint(wording) }

  /// A short name for the right answer, which changes when the answer does.
  public var answerRevision: String { fingerprint(answerWording) }

  private var wording: String {
    let offered: [String] =
      switch kind {
      case .choice(let choices, _), .multi(let choices, _): choices
      case .order(let items): items.sorted()
      case .cloze(let pieces, _): pieces
      case .predict(let code, _): [code]
      case .text, .numeric, .recall: []
      }
    return ([kind.name, prompt, why] + offered + [answerWording]).joined(separator: "\u{1F}")
  }

  private var answerWording: String {
    switch kind {
    case .choice(let choices, let answer): choices[answer]
    case .multi(let choices, let answers): answers.map { choices[$0] }.joined(separator: "\u{1F}")
    case .text(let accepted): accepted.joined(separator: "\u{1F}")
    case .numeric(let answer, let tolerance, let unit): "\(answer)±\(tolerance) \(unit ?? "")"
    case .order(let items): items.joined(separator: "\u{1F}")
    case .cloze(_, let gaps): gaps.map { $0.joined(separator: "|") }.joined(separator: "\u{1F}")
    case .predict(_, let output): output
    case .recall(let answer): answer
    }
  }
}
