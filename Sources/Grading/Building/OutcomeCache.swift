package import Foundation

/// What came of trying programs before, by the content that decides it: small texts, each in a
/// file of its own.
///
/// It never fails: a cache that cannot be read or written costs time and nothing else. Several
/// programs may use it at once, and be killed at any moment: an entry is written elsewhere and
/// moved to its place in one step, and one that is not whole counts as none.
package struct OutcomeCache: Sendable {
  private let folder: URL
  /// How many entries are kept; a whole course has some thousands.
  package var capacity = 20_000

  /// - Parameters:
  ///   - cacheFolder: the folder of all caches, as ``Grader/init(toolchain:cacheFolder:)`` has it.
  ///   - kind: what is kept, the name of a folder in it.
  package init(cacheFolder: URL, kind: String) {
    folder = cacheFolder.appending(path: kind)
  }

  /// What was kept under a key; it counts as just used.
  package func find(_ key: String) -> String? {
    let place = folder.appending(path: key)
    guard let data = try? Data(contentsOf: place) else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard let end = text.firstIndex(of: "\n") else {
      remove(key)
      return nil
    }
    let outcome = String(text[text.index(after: end)...])
    guard text[..<end] == Self.seal(of: outcome, key) else {
      remove(key)
      return nil
    }
    // A time that cannot be set costs the entry its rank, nothing else.
    try? FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: place.path)
    return outcome
  }

  /// Keeps a text under a key.
  package func store(_ outcome: String, for key: String) {
    let manager = FileManager.default
    let new = folder.appending(path: "\(Self.newPrefix)\(UUID().uuidString)")
    do {
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("\(Self.seal(of: outcome, key))\n\(outcome)".utf8).write(to: new)
      guard rename(new.path, folder.appending(path: key).path) == 0 else {
        return try manager.removeItem(at: new)
      }
    } catch {
      // A full disk or a folder that is read-only: the program is tried again next time. What was
      // begun is removed, now or with the entries that are too many.
      try? manager.removeItem(at: new)
    }
  }

  /// Forgets what was kept under a key.
  package func remove(_ key: String) {
    // What is not there need not be removed; what cannot be removed is not whole, or is written
    // anew.
    try? FileManager.default.removeItem(at: folder.appending(path: key))
  }

  /// Drops the entries beyond the capacity that were used longest ago, and what killed programs
  /// left half written.
  package func trim() {
    let keys: Set<URLResourceKey> = [.contentModificationDateKey]
    // A folder that is not there yet has no entries.
    let items =
      (try? FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: Array(keys))) ?? []
    let dated = items.map { item in
      (item, (try? item.resourceValues(forKeys: keys))?.contentModificationDate ?? .distantPast)
    }
    var kept = 0
    for (item, date) in dated.sorted(by: { $0.1 > $1.1 }) {
      let isNew = item.lastPathComponent.hasPrefix(Self.newPrefix)
      if !isNew { kept += 1 }
      if isNew ? date.timeIntervalSinceNow < -600 : kept > capacity {
        try? FileManager.default.removeItem(at: item)
      }
    }
  }

  private static let newPrefix = "new-"

  /// The first line of an entry: it belongs to this key, and it is whole.
  private static func seal(of outcome: String, _ key: String) -> String {
    SHA256.hexadecimal(of: "\(key)\n\(outcome)")
  }
}
