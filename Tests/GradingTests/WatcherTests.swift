import Foundation
import Grading
import Testing

@Suite struct `A watcher` {
  /// A folder of its own for each test.
  private func makeFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "pare-watch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Writes five times in a tenth of a second. It holds its thread: a task's sleep would lend the
  /// thread to other tests, for who knows how long.
  private func writeBurst(_ files: [URL]) throws {
    for round in 0..<5 {
      for file in files {
        try "round \(round)".write(to: file, atomically: false, encoding: .utf8)
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// The first change within two seconds.
  private func first(_ stream: AsyncStream<[URL]>) async -> [URL]? {
    await withTaskGroup(of: [URL]?.self) { group in
      group.addTask {
        for await change in stream { return change }
        return nil
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(2))
        return nil
      }
      let result = await group.next() ?? nil
      group.cancelAll()
      return result
    }
  }

  @Test(arguments: [true, false])
  func `sees a file written in place`(usesEvents: Bool) async throws {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "solution.swift")
    try "one".write(to: file, atomically: false, encoding: .utf8)
    let stream = Watcher(files: [file], usesEvents: usesEvents).changes()
    try "two, longer".write(to: file, atomically: false, encoding: .utf8)
    #expect(await first(stream) == [file])
  }

  @Test(arguments: [true, false])
  func `sees an editor put a new file in the old one's place`(usesEvents: Bool) async throws {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "solution.swift")
    try "one".write(to: file, atomically: false, encoding: .utf8)
    let stream = Watcher(files: [file], usesEvents: usesEvents).changes()
    let new = folder.appending(path: ".solution.swift.swp")
    try "two".write(to: new, atomically: false, encoding: .utf8)
    try FileManager.default.removeItem(at: file)
    try FileManager.default.moveItem(at: new, to: file)
    #expect(await first(stream) == [file])
  }

  @Test func `says nothing about other files of the folder`() async throws {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "solution.swift")
    let other = folder.appending(path: "other.swift")
    try "one".write(to: file, atomically: false, encoding: .utf8)
    let stream = Watcher(files: [file]).changes()
    try "two".write(to: other, atomically: false, encoding: .utf8)
    #expect(await first(stream) == nil)
  }

  @Test func `reports a burst of writes to several files once`() async throws {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["a.swift", "b.swift"].map { folder.appending(path: $0) }
    let stream = Watcher(files: files, quietTime: .milliseconds(700)).changes()
    try writeBurst(files)
    #expect(await first(stream) == files)
    #expect(await first(stream) == nil)
  }
}
