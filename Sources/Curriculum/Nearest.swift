/// The candidate that `word` was most likely meant to be: the one with the fewest edits, if that
/// is at most a third of its length (and at least one for short words).
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let target = Array(word.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(target, Array(candidate.lowercased()))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(1, max(target.count, best.name.count) / 3) else {
    return nil
  }
  return best.name
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
