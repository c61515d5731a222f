/// The name of a cached entry, made of the content that decides what the entry holds.
package struct ContentKey: Sendable {
  private var parts: [String]

  /// Begins a key.
  /// - Parameter kind: what the entry is, with a number that changes when its making does.
  package init(_ kind: String) { parts = [kind] }

  /// Adds what the entry depends on.
  package mutating func add(_ part: String) { parts.append(part) }

  /// Adds a list, whose length counts too.
  package mutating func add(_ list: [String]) {
    parts.append("\(list.count)")
    parts += list
  }

  /// The key: 64 hexadecimal digits.
  ///
  /// Each part goes in with its length, so that no two lists of parts read the same.
  package var text: String {
    SHA256.hexadecimal(of: parts.map { "\($0.utf8.count) \($0)" }.joined(separator: "\n"))
  }
}
