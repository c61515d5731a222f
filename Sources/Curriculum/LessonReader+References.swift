/// What can be judged only when the whole lesson was read.
extension LessonReader {
  /// Code that is run needs its output behind it, and an output its code.
  mutating func checkOutputs(in blocks: [Block]) {
    /// The code whose output must come next.
    var program: Code?
    for (index, block) in blocks.enumerated() {
      switch block.kind {
      case .quote(let content): checkOutputs(in: content)
      case .list(_, _, let items): for item in items { checkOutputs(in: item) }
      case .code(let code):
        if code.isOutput {
          if program == nil { report(.outputWithoutRun, at: block.position) }
          if program?.isRun == true, code.machine != nil {
            report(.machineOfRun, at: block.position)
          }
        }
        guard code.isRun || code.isMeasured else { break }
        if blocks.indices.contains(index + 1), case .code(let next) = blocks[index + 1].kind,
          next.isOutput
        {
          program = code
          continue
        }
        report(code.isRun ? .runWithoutOutput : .measureWithoutOutput, at: block.position)
      default: break
      }
      program = nil
    }
  }

  /// Every name of a heading, a check or a question is the name of one that is there.
  mutating func checkReferences(in blocks: [Block]) {
    let headings = blocks.compactMap { block in
      if case .heading(_, let content) = block.kind { content.plainText } else { nil }
    }
    for section in sections where !headings.contains(section.text) {
      report(
        .unknownSection(section.text, nearest: nearest(to: section.text, among: headings)),
        at: section.position)
    }
    let ids = Set(questions.map(\.id))
    for draft in drafts {
      if !draft.missesChecks { checkNames(of: draft) }
      for name in draft.questionNames where !missesQuestions && !ids.contains(name.text) {
        report(
          .unknownQuestion(name.text, nearest: nearest(to: name.text, among: ids.sorted())),
          at: name.position)
      }
    }
  }

  private mutating func checkNames(of draft: ExerciseDraft) {
    let exercise = draft.exercise
    guard !exercise.checks.isEmpty else {
      report(.noChecks(exercise.id), at: exercise.position)
      return
    }
    let titles = exercise.checks.map(\.title)
    let places = Dictionary(uniqueKeysWithValues: zip(titles, titles.indices))
    for name in draft.checkNames where places[name.text] == nil {
      report(
        .unknownCheck(name.text, nearest: nearest(to: name.text, among: titles)),
        at: name.position)
    }
    for after in draft.afters {
      guard let place = places[after.name.text] else {
        report(
          .unknownCheck(after.name.text, nearest: nearest(to: after.name.text, among: titles)),
          at: after.name.position)
        continue
      }
      if place >= after.check { report(.checkComesLater(after.name.text), at: after.name.position) }
    }
  }

  /// The rows of the review plan become cards too, so their ids must be free.
  mutating func checkPlan(_ prompts: [ReviewPrompt]) {
    for prompt in prompts {
      if let place = firstPlaces["question " + prompt.id] {
        report(.duplicateQuestion(prompt.id, first: prompt.position), at: place)
      }
    }
  }
}
