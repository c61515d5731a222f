public import Curriculum

/// Compares an answer with the question's; pure.
///
/// Texts are compared after Unicode normalisation, case and white space folding; numbers within
/// the question's tolerance; printed output line by line without spaces at line ends. An answer
/// of another kind than the question's is wrong.
public func judge(_ question: Question, _ answer: GivenAnswer) -> Judgement {
  switch (question.kind, answer) {
  case (.choice(_, let right), .choice(let given)):
    return Judgement(isRight: given == right)
  case (.multi(let choices, let right), .choices(let given)):
    let right = Set(right)
    let given = Set(given)
    return Judgement(parts: choices.indices.map { right.contains($0) == given.contains($0) })
  case (.text(let accepted), .text(let given)):
    return Judgement(isRight: isAccepted(given, accepted))
  case (.numeric(let right, let tolerance, _), .number(let given)):
    return Judgement(isRight: isClose(given, to: right, within: tolerance))
  case (.order(let items), .order(let given)):
    guard given.count == items.count else { return Judgement(isRight: false) }
    return Judgement(
      parts: given.enumerated().map { place, item in
        // Two items of the same text may stand for each other.
        item == place || (items.indices.contains(item) && items[item] == items[place])
      })
  case (.cloze(_, let gaps), .gaps(let given)):
    guard given.count == gaps.count else { return Judgement(isRight: false) }
    return Judgement(parts: zip(given, gaps).map { isAccepted($0, $1) })
  case (.predict(_, let output), .output(let given)):
    let right = printedLines(output)
    let given = printedLines(given)
    let count = max(right.count, given.count)
    return Judgement(
      parts: (0..<count).map { line in
        line < right.count && line < given.count && right[line] == given[line]
      })
  case (.recall, .grade(let grade)):
    return Judgement(isRight: grade > 1)
  default:
    return Judgement(isRight: false)
  }
}

private func isAccepted(_ given: String, _ accepted: [String]) -> Bool {
  let given = given.folded
  return accepted.contains { $0.folded == given }
}

/// Within the tolerance, and a few units in the last place beyond it: 1.1 is within 0.1 of 1,
/// though not in binary.
private func isClose(_ given: Double, to right: Double, within tolerance: Double) -> Bool {
  guard given.isFinite else { return false }
  let slack = 4 * max(abs(given), abs(right), abs(tolerance)).ulp
  return abs(given - right) <= abs(tolerance) + slack
}

/// The lines of an output without their white space and without empty lines at its end: `[0,1]` is
/// `[0, 1]` to whoever knows what is printed.
private func printedLines(_ text: String) -> [String] {
  var lines = text.replacingLineEnds.split(separator: "\n", omittingEmptySubsequences: false)
    .map { line in String(line.filter { !$0.isWhitespace }) }
  while lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}
