import Foundation
import GRDB
import Reviews
import Testing

@Suite struct `A store that is shared` {
  @Test func `takes each answer of two writers exactly once`() async throws {
    let folder = try TemporaryFolder()
    try folder.open().prepare(["a": 10])
    let ids = try await withThrowingTaskGroup(of: [UUID].self) { group in
      for writer in 0..<2 {
        group.addTask {
          let store = try folder.open(busyTimeout: 60)
          return try (0..<100).map { index in
            try store.answer("a\(index % 10 + 1)", .good, noon(writer + index)).id
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(ids).count == 200)
    let store = try folder.open()
    #expect(Set(try store.log().map(\.id)) == Set(ids))
    #expect(try store.log().count == 200)
    #expect(try store.cards().map(\.state.reviews).reduce(0, +) == 200)
    #expect(try store.verify().isEmpty)
  }

  @Test func `can be opened for the first time by several at once`() async throws {
    let folder = try TemporaryFolder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          let store = try folder.open(busyTimeout: 60)
          try store.set("writer \(writer)", to: "here")
        }
      }
      try await group.waitForAll()
    }
    #expect(try folder.open().settings().count == 6)
  }

  @Test func `makes a second writer wait, then say so`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open(busyTimeout: 0.2)
    try store.prepare(["a": 1])
    let other = try DatabaseQueue(path: folder.store)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      let start = ContinuousClock.now
      let error = #expect(throws: ReviewStoreError.self) {
        try store.answer("a1", .good, noon(0))
      }
      #expect(start.duration(to: .now) >= .milliseconds(200))
      guard case .locked(folder.store, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(error?.exitCode == 75)
      #expect(try store.due(at: noon(0), zone: gmt) == ["a1"])
      try db.execute(sql: "COMMIT")
    }
    #expect(try store.log().isEmpty)
    try store.answer("a1", .good, noon(0))
    #expect(try store.log().count == 1)
  }

  #if os(Linux)
    static let hasSQLite = FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")

    @Test(.enabled(if: hasSQLite, "needs the program sqlite3"))
    func `names the program that has it`() throws {
      let folder = try TemporaryFolder()
      let store = try folder.open(busyTimeout: 0.2)
      try store.prepare(["a": 1])
      // Another process takes the write lock and holds it until its input ends.
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
      process.arguments = [folder.store]
      let input = Pipe()
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      // The end of its input ends it.
      defer { try? input.fileHandleForWriting.close() }
      try input.fileHandleForWriting.write(
        contentsOf: Data(
          ".timeout 20000\nBEGIN IMMEDIATE;\nINSERT INTO settings VALUES ('k', 'v');\n".utf8))
      // Its output is buffered until it ends, so what tells that it has the lock is the lock.
      let deadline = ContinuousClock.now + .seconds(20)
      var isLocked = false
      while !isLocked, ContinuousClock.now < deadline, process.isRunning {
        do {
          try store.set("probe", to: "free")
          Thread.sleep(forTimeInterval: 0.05)
        } catch ReviewStoreError.locked {
          isLocked = true
        }
      }
      try #require(isLocked, "sqlite3 has the lock")
      let error = #expect(throws: ReviewStoreError.self) {
        try store.answer("a1", .good, noon(0))
      }
      guard case .locked(_, let holder) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(holder?.process == process.processIdentifier)
      #expect(holder?.name == "sqlite3")
      let path = folder.store
      #expect(
        error?.description
          == "\(path): in use by sqlite3 (process \(process.processIdentifier)). "
          + "Nothing was written. Close it and try again.")
    }
  #endif
}
