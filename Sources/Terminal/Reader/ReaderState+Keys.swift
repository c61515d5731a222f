extension ReaderState {
  /// Does what a key asks.
  public mutating func handle(_ key: Key) -> ReaderEffect {
    if key == .hangup { return .quit }
    if key == .redraw { return .redraw }
    message = nil
    switch mode {
    case .reading: return read(key)
    case .search(let text, let isBackward): return search(key, text, isBackward: isBackward)
    case .outline(let selected): return outline(key, selected)
    case .help:
      mode = .reading
      return key == .character("q") ? .quit : .redraw
    }
  }

  private mutating func read(_ key: Key) -> ReaderEffect {
    switch key {
    case .character(" "), .pageDown, .enter: advance()
    case .character("b"), .pageUp, .backspace: scroll(by: -max(1, rows - 2))
    case .character("d"), .control("d"): scroll(by: max(1, rows / 2))
    case .character("u"), .control("u"): scroll(by: -max(1, rows / 2))
    case .character("j"), .down: scroll(by: 1)
    case .character("k"), .up: scroll(by: -1)
    case .character("g"), .home: top = 0
    case .character("G"), .end: top = max(top, lowestTop)
    case .character("]"), .right: moveToHeading(forward: true)
    case .character("["), .left: moveToHeading(forward: false)
    case .character("/"): mode = .search(text: "", isBackward: false)
    case .character("?"): mode = .search(text: "", isBackward: true)
    case .character("n"): findNext(backward: isBackward)
    case .character("N"): findNext(backward: !isBackward)
    case .character("o"): openOutline()
    case .character("h"): mode = .help
    case .character("e"): return .edit(subject)
    case .character("x"): return startTask()
    case .character("q"): return .quit
    case .escape:
      query = ""
      match = nil
    default: return .none
    }
    return .redraw
  }

  private mutating func startTask() -> ReaderEffect {
    switch task {
    case .exercise(let id): return .openExercise(id)
    case .quiz(let ids): return .askQuestions(ids)
    default:
      message = "There is no exercise or quiz on this screen."
      return .redraw
    }
  }

  private mutating func moveToHeading(forward: Bool) {
    let target =
      forward
      ? document.headings.first { $0.line > top }
      : document.headings.last { $0.line < top }
    guard let target else {
      message = forward ? "This is the last heading." : "This is the first heading."
      return
    }
    show(line: target.line)
  }

  private mutating func openOutline() {
    guard !document.headings.isEmpty else {
      message = "This lesson has no headings."
      return
    }
    let line = document.starts[place.step]
    let current = document.headings.lastIndex { $0.line <= max(top, line) } ?? 0
    mode = .outline(selected: current)
  }

  private mutating func outline(_ key: Key, _ selected: Int) -> ReaderEffect {
    let last = document.headings.count - 1
    func clamped(_ index: Int) -> Mode { .outline(selected: min(max(0, index), last)) }
    switch key {
    case .character("j"), .down: mode = clamped(selected + 1)
    case .character("k"), .up: mode = clamped(selected - 1)
    case .character("g"), .home: mode = clamped(0)
    case .character("G"), .end: mode = clamped(last)
    case .pageDown, .character("d"), .control("d"): mode = clamped(selected + rows / 2)
    case .pageUp, .character("u"), .control("u"): mode = clamped(selected - rows / 2)
    case .enter, .character(" "), .right:
      mode = .reading
      show(line: document.headings[selected].line)
    case .escape, .character("o"), .left, .backspace: mode = .reading
    case .character("q"): mode = .reading
    default: return .none
    }
    return .redraw
  }
}
