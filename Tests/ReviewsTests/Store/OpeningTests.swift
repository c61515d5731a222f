import Foundation
import GRDB
import Reviews
import Testing

@Suite struct `A store's file` {
  @Test func `is made with its folder, which is this user's alone`() throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appendingPathComponent("share/pare")
    let path = data.appendingPathComponent("pare.sqlite").path
    try ReviewStore(path: path).close()
    #expect(FileManager.default.fileExists(atPath: path))
    let attributes = try FileManager.default.attributesOfItem(atPath: data.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
  }

  @Test func `is synchronized in full, in a write-ahead log, with strict tables`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    #expect(try store.connectionSetting("synchronous") == 2)
    #expect(try store.connectionSetting("foreign_keys") == 1)
    #expect(try store.connectionSetting("busy_timeout") == 5000)
    #expect(try folder.value("PRAGMA journal_mode") == "wal")
    let loose = try folder.value(
      "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        + "AND NOT strict AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'")
    #expect(loose == "0")
  }

  @Test func `is one file again when it is closed`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    #expect(try store.due(at: noon(0), zone: gmt) == ["a1"])
    try store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["pare.sqlite"])
    #expect(throws: ReviewStoreError.self) { try store.cards() }
  }

  @Test func `that is absent is nothing to read, and is not made`() throws {
    let folder = try TemporaryFolder()
    #expect(try ReviewStore.readOnly(path: folder.store) == nil)
    #expect(try ReviewStore.readOnly(path: folder.store + "/deeper/pare.sqlite") == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    try Data().write(to: URL(fileURLWithPath: folder.store))
    #expect(try ReviewStore.readOnly(path: folder.store) == nil)
  }

  @Test func `opened for reading takes no answer`() throws {
    let folder = try TemporaryFolder()
    try folder.open().prepare(["a": 1])
    let reader = try #require(try ReviewStore.readOnly(path: folder.store))
    let error = #expect(throws: ReviewStoreError.readOnly(path: folder.store)) {
      try reader.answer("a1", .good, noon(0))
    }
    #expect(error?.exitCode == 74)
    #expect(try reader.due(at: noon(0), zone: gmt) == ["a1"])
  }

  @Test func `is read while another writes`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    let writer = try DatabaseQueue(path: folder.store)
    try writer.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE; INSERT INTO settings VALUES ('k', 'v');")
      let reader = try #require(try ReviewStore.readOnly(path: folder.store))
      #expect(try reader.due(at: noon(0), zone: gmt) == ["a1"])
      #expect(try reader.setting("k") == nil)
      try db.execute(sql: "COMMIT")
      #expect(try reader.setting("k") == "v")
    }
  }

  @Test func `opens again with nothing changed`() throws {
    let folder = try TemporaryFolder()
    var store = try folder.open()
    try store.prepare(["a": 3])
    try store.answer("a1", .good, noon(0))
    let (cards, log) = (try store.cards(), try store.log())
    try store.close()
    let schema = try folder.value("SELECT group_concat(sql, ';') FROM sqlite_schema")
    for _ in 0..<3 {
      store = try folder.open()
      #expect(try store.cards() == cards)
      #expect(try store.log() == log)
      try store.close()
    }
    #expect(try folder.value("SELECT group_concat(sql, ';') FROM sqlite_schema") == schema)
  }

  /// `Fixtures/store-v1.sql` is `sqlite3 pare.sqlite .dump` of the first version: two cards, three
  /// answers, one taken back.
  @Test func `of the first version is brought to today's, with its answers`() throws {
    let folder = try TemporaryFolder()
    let url = try #require(
      Bundle.module.url(forResource: "store-v1", withExtension: "sql", subdirectory: "Fixtures"))
    let queue = try DatabaseQueue(path: folder.store)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: String(contentsOf: url, encoding: .utf8))
      // A dump does not hold it.
      try db.execute(sql: "PRAGMA application_id = 0x50415245")
    }
    try queue.close()
    let store = try folder.open()
    #expect(try store.cards().map(\.id) == ["a1", "a2"])
    #expect(try store.log().map(\.card) == ["a1", "a2"])
    #expect(try store.log(includingUndone: true).count == 3)
    #expect(try store.verify().isEmpty)
    #expect(try store.answer("a1", .good, noon(8)).elapsedDays == 8)
  }

  @Test func `is made like the first version was: a shipped migration is never edited`() throws {
    let folder = try TemporaryFolder()
    try folder.open().close()
    let made = try #require(
      try folder.value("SELECT group_concat(sql, ';\n') FROM sqlite_schema WHERE sql NOT NULL"))
    let url = try #require(
      Bundle.module.url(forResource: "store-v1", withExtension: "sql", subdirectory: "Fixtures"))
    let dump = try String(contentsOf: url, encoding: .utf8)
    let statements = made.components(separatedBy: ";\nCREATE ")
    #expect(statements.count > 20)
    for statement in statements where !statement.contains("sqlite_sequence") {
      #expect(dump.contains(statement), "\(statement)")
    }
  }

  @Test func `of a later version is left alone`() throws {
    let folder = try TemporaryFolder()
    try folder.open().close()
    try folder.tamper("INSERT INTO grdb_migrations VALUES ('v77')")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.store))
    let expected = ReviewStoreError.newerSchema(path: folder.store, versions: ["v77"])
    #expect(throws: expected) { try folder.open() }
    #expect(throws: expected) { try ReviewStore.readOnly(path: folder.store) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store)) == before)
    #expect(expected.exitCode == 65)
  }

  @Test func `of another program is left alone`() throws {
    let folder = try TemporaryFolder()
    try folder.tamper("CREATE TABLE accounts (id INTEGER)")
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.store))
    #expect(throws: ReviewStoreError.notAStore(path: folder.store)) { try folder.open() }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store)) == before)
  }

  @Test func `that is damaged is said to be, and left as it is`() throws {
    let folder = try TemporaryFolder()
    let rubbish = Data("This is no database at all. ".utf8) + Data(repeating: 7, count: 8000)
    try rubbish.write(to: URL(fileURLWithPath: folder.store))
    for open in [{ _ = try folder.open() }, { _ = try ReviewStore.readOnly(path: folder.store) }] {
      let error = #expect(throws: ReviewStoreError.self) { try open() }
      guard case .corrupted(folder.store, _, 0) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(error?.exitCode == 65)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.store)) == rubbish)
  }

  @Test func `that lost its pages says so on use and in the check`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 200])
    try store.close()
    let url = URL(fileURLWithPath: folder.store)
    var bytes = try Data(contentsOf: url)
    bytes.replaceSubrange(
      4096..<bytes.count, with: Data(repeating: 0xAA, count: bytes.count - 4096))
    try bytes.write(to: url)
    let error = #expect(throws: ReviewStoreError.self) {
      let damaged = try folder.open()
      let problems = try damaged.quickCheck()
      if problems.isEmpty { return }
      _ = try damaged.cards()
    }
    #expect(error?.exitCode == 65)
    #expect(try Data(contentsOf: url).dropFirst(4096) == bytes.dropFirst(4096))
  }

  @Test func `in a folder that cannot be is refused`() throws {
    let folder = try TemporaryFolder()
    try Data("a file".utf8).write(to: folder.url.appendingPathComponent("file"))
    let path = folder.url.appendingPathComponent("file/pare.sqlite").path
    let error = #expect(throws: ReviewStoreError.self) { try ReviewStore(path: path) }
    #expect(error?.exitCode == 74)
    let directory = #expect(throws: ReviewStoreError.self) {
      try ReviewStore(path: folder.url.path)
    }
    #expect(directory?.exitCode == 74)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser writes where nobody may"))
  func `in a read-only folder is read, and says that it cannot be written`() throws {
    let folder = try TemporaryFolder()
    try folder.open().prepare(["a": 1])
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
    try files.setAttributes([.posixPermissions: 0o400], ofItemAtPath: folder.store)
    defer { try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.url.path) }
    let reader = try #require(try ReviewStore.readOnly(path: folder.store))
    #expect(try reader.due(at: noon(0), zone: gmt) == ["a1"])
    let error = #expect(throws: ReviewStoreError.self) { try folder.open() }
    #expect(error?.exitCode == 74)
  }

  @Test func `on a full disk keeps the answers it has, and the next is whole or not there`() throws
  {
    let folder = try TemporaryFolder()
    try folder.open().prepare(["a": 1])
    var options = ReviewStore.Options(backsUp: false)
    options.maximumPages = 60
    let store = try ReviewStore(path: folder.store, options: options)
    var recorded = 0
    let error = #expect(throws: ReviewStoreError.diskFull(path: folder.store)) {
      while recorded < 10_000 {
        try store.record(
          Answer(
            card: "a1", grade: .good, at: noon(recorded), zone: gmt,
            typed: String(repeating: "x", count: 500)))
        recorded += 1
      }
    }
    #expect(error?.exitCode == 74)
    #expect(recorded > 10)
    let again = try folder.open()
    #expect(try again.log().count == recorded)
    #expect(try again.card("a1")?.state.reviews == recorded)
    #expect(try again.verify().isEmpty)
    #expect(try again.quickCheck().isEmpty)
  }
}
