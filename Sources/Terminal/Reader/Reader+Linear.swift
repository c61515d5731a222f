extension Reader {
  /// The reader for a screen reader or a terminal that cannot move its cursor: each step is
  /// appended, then one line asks to go on. Nothing that was written is touched again.
  ///
  /// - Parameters:
  ///   - place: where to begin.
  ///   - capabilities: what standard output can show.
  ///   - console: where lines are written and read.
  ///   - moved: called whenever the place changes.
  public func runLinearly(
    from place: ReaderPlace = ReaderPlace(), capabilities: Capabilities, console: any Console,
    moved: (ReaderPlace) throws -> Void = { _ in }
  ) throws -> ReaderOutcome {
    var furthest = place.furthest
    var step = min(max(0, place.step), max(0, steps.count - 1))
    while step < steps.count {
      furthest = max(furthest, step)
      let here = ReaderPlace(step: step, furthest: furthest)
      try moved(here)
      let text = renderWithAnchors(
        steps[step], width: capabilities.width, capabilities: capabilities, cards: cards)
      try console.write(text.lines.rendered(color: capabilities.color) + "\n")
      let isLast = step == steps.count - 1
      if isLast && !ending.isEmpty {
        try console.write(ending.rendered(color: capabilities.color) + "\n")
      }
      let task = text.anchors.last { if case .heading = $0.kind { false } else { true } }
      var choices = isLast ? "Enter ends" : "Enter goes on"
      if step > 0 { choices += ", b goes back" }
      if task != nil { choices += ", x starts the task" }
      if !isLast { choices += ", q leaves" }
      try console.write("Step \(step + 1) of \(steps.count). \(choices): ")
      guard let answer = try console.readLine() else {
        return .init(reason: .left, place: here)
      }
      switch (answer, task?.kind) {
      case ("q", _): return .init(reason: isLast ? .finished : .left, place: here)
      case ("b", _): step = max(0, step - 1)
      case ("x", .exercise(let id)): return .init(reason: .openExercise(id), place: here)
      case ("x", .quiz(let ids)): return .init(reason: .askQuestions(ids), place: here)
      default: step += 1
      }
    }
    let last = max(0, steps.count - 1)
    return .init(reason: .finished, place: ReaderPlace(step: last, furthest: last))
  }
}
