/// The candidate that `word` was most likely meant to be: the one with the fewest edits, if that
/// is at most a third of the longer one's length (one for short words). Of equals the first wins.
///
/// - Parameters:
///   - word: What was written; upper and lower case are the same.
///   - candidates: What there is.
/// - Returns: A candidate as it was given, or nil when none is near.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(word.lowercased())
  // Nobody mistypes a word of this length; the time grows with the square.
  guard target.count <= 200 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let name = Array(candidate.lowercased())
    let longer = max(target.count, name.count)
    let limit = min(max(1, longer / 3), longer - 1)
    guard abs(target.count - name.count) <= limit else { continue }
    let distance = editDistance(target, name)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two words
/// (Damerau's distance with optimal string alignment).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforePrevious = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for row in 0..<a.count {
    var current = [Int](repeating: row + 1, count: b.count + 1)
    for column in 0..<b.count {
      let replaced = previous[column] + (a[row] == b[column] ? 0 : 1)
      var distance = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
        distance = min(distance, beforePrevious[column - 1] + 1)
      }
      current[column + 1] = distance
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.count]
}
