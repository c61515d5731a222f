import Foundation
import Grading
import Testing

/// The memory of what came of trying programs.
@Suite struct `A cache of outcomes` {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "outcomes-\(UUID().uuidString)")
  private var cache: OutcomeCache { OutcomeCache(cacheFolder: folder, kind: "trials") }
  private func remove() throws { try FileManager.default.removeItem(at: folder) }

  private func key(_ text: String) -> String {
    var key = ContentKey("test")
    key.add(text)
    return key.text
  }

  @Test func `gives back what was stored, until it is removed`() throws {
    defer { #expect(throws: Never.self) { try remove() } }
    #expect(cache.find(key("a")) == nil)
    cache.store("two\nlines", for: key("a"))
    cache.store("", for: key("b"))
    #expect(cache.find(key("a")) == "two\nlines")
    #expect(cache.find(key("b")) == "")
    cache.store("another", for: key("a"))
    #expect(cache.find(key("a")) == "another")
    cache.remove(key("a"))
    #expect(cache.find(key("a")) == nil)
  }

  @Test func `takes nothing for an outcome that is cut, changed or of another key`() throws {
    defer { #expect(throws: Never.self) { try remove() } }
    let place = folder.appending(path: "trials").appending(path: key("a"))
    cache.store("as declared", for: key("a"))
    let whole = try Data(contentsOf: place)
    for length in [0, 10, whole.count - 1] {
      try whole.prefix(length).write(to: place)
      #expect(cache.find(key("a")) == nil)
      #expect(!FileManager.default.fileExists(atPath: place.path) || length == 0)
    }
    cache.store("as declared", for: key("b"))
    try FileManager.default.copyItem(
      at: folder.appending(path: "trials").appending(path: key("b")), to: place)
    #expect(cache.find(key("a")) == nil)
  }

  @Test func `drops what was used longest ago, and what was left half written`() throws {
    defer { #expect(throws: Never.self) { try remove() } }
    var cache = cache
    cache.capacity = 2
    for name in ["a", "b", "c"] { cache.store(name, for: key(name)) }
    let places = folder.appending(path: "trials")
    for (name, age) in [("a", 10.0), ("b", 3000), ("c", 2000)] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -age)],
        ofItemAtPath: places.appending(path: key(name)).path)
    }
    let half = places.appending(path: "new-half")
    try Data().write(to: half)
    cache.trim()
    #expect(FileManager.default.fileExists(atPath: half.path), "somebody may be writing it")
    #expect(["a", "b", "c"].map { cache.find(key($0)) } == ["a", nil, "c"])
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: half.path)
    cache.trim()
    #expect(!FileManager.default.fileExists(atPath: half.path))
  }

  @Test func `tells lists apart that read alike`() {
    var first = ContentKey("test")
    first.add(["a", "b"])
    first.add("c")
    var second = ContentKey("test")
    second.add("a")
    second.add(["b", "c"])
    var third = ContentKey("test")
    third.add(["a\n1 b"])
    third.add("c")
    #expect(Set([first.text, second.text, third.text]).count == 3)
  }
}
