import Foundation

extension ReaderState {
  /// A key while the words of a search are typed.
  mutating func search(_ key: Key, _ text: String, isBackward: Bool) -> ReaderEffect {
    switch key {
    case .character(let character):
      mode = .search(text: text + String(character), isBackward: isBackward)
    case .paste(let pasted):
      mode = .search(text: text + pasted.withoutControls, isBackward: isBackward)
    case .control("u"):
      mode = .search(text: "", isBackward: isBackward)
    case .backspace:
      // Deleting more than was typed leaves the search, as it does in vi and less.
      mode =
        text.isEmpty ? .reading : .search(text: String(text.dropLast()), isBackward: isBackward)
    case .escape:
      mode = .reading
    case .enter:
      mode = .reading
      // An empty search repeats the last one.
      if !text.isEmpty {
        query = text
        match = nil
      }
      self.isBackward = isBackward
      findNext(backward: isBackward)
    default:
      return .none
    }
    return .redraw
  }

  /// Goes to the next line that has the words, around the end of the lesson.
  mutating func findNext(backward: Bool) {
    guard !query.isEmpty else {
      message = "Nothing was searched yet. / searches."
      return
    }
    let lines = document.lines.indices.filter {
      !Self.ranges(of: query, in: document.lines[$0]).isEmpty
    }
    guard let first = lines.first, let last = lines.last else {
      match = nil
      message = "\"\(query)\" does not occur in this lesson."
      return
    }
    let target: Int
    if backward {
      let from = match ?? top
      target = lines.last { $0 < from } ?? last
      if target >= from { message = "Went on at the end." }
    } else {
      let from = match.map { $0 + 1 } ?? top
      target = lines.first { $0 >= from } ?? first
      if target < from { message = "Went on at the beginning." }
    }
    match = target
    furthest = max(furthest, document.step(at: target))
    if target < top || target >= top + rows {
      // A third of the screen above shows what the words belong to.
      top = max(0, target - rows / 3)
    }
  }

  /// The places of the words in a line, as indices of characters.
  ///
  /// Case counts only when the words have an upper-case letter; accents never do, so that "cisla"
  /// finds "čísla".
  static func ranges(of query: String, in line: Line) -> [Range<Int>] {
    let respectsCase = query.contains(where: \.isUppercase)
    func folded(_ character: Character) -> String {
      String(character).folding(
        options: respectsCase
          ? [.diacriticInsensitive, .widthInsensitive]
          : [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }
    let text = line.plainText.map(folded)
    let words = query.map(folded)
    guard !words.isEmpty, text.count >= words.count else { return [] }
    var ranges: [Range<Int>] = []
    var index = 0
    while index + words.count <= text.count {
      if text[index] == words[0] && Array(text[index..<index + words.count]) == words {
        ranges.append(index..<index + words.count)
        index += words.count
      } else {
        index += 1
      }
    }
    return ranges
  }

  /// The line with its matches marked.
  func highlighted(_ line: Line, at index: Int) -> Line {
    guard !query.isEmpty else { return line }
    let ranges = Self.ranges(of: query, in: line)
    guard !ranges.isEmpty else { return line }
    var cells = line.cells
    for range in ranges {
      for position in range where position < cells.count {
        cells[position].style.formUnion(index == match ? .selected : .match)
      }
    }
    return cells.line
  }
}
