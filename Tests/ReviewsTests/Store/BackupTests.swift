import Foundation
import Reviews
import Testing

@Suite struct `Backups` {
  @Test func `are made half an hour apart, as answers come`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open(backsUp: true)
    try store.prepare(["a": 1])
    for minutes in [0, 1, 29, 30, 59, 60, 200] {
      let receipt = try store.answer("a1", .good, noon(0).addingTimeInterval(Double(minutes) * 60))
      #expect(receipt.backupProblem == nil)
    }
    let made = Backup.list(besideStore: folder.store).map {
      $0.date.timeIntervalSince(noon(0)) / 60
    }
    #expect(made == [0, 30, 60, 200])
    // Another program, with its own memory of time, makes none too many.
    #expect(try folder.open().backUpIfDue(at: noon(0).addingTimeInterval(210 * 60)) == nil)
    #expect(try folder.open().backUpIfDue(at: noon(0).addingTimeInterval(230 * 60)) != nil)
  }

  @Test func `hold the answers until then, each in one file`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .good, noon(0))
    let backup = try #require(try store.backUp(at: noon(0)))
    try store.answer("a1", .good, noon(1))
    #expect(backup.date == noon(0))
    #expect(backup.url.lastPathComponent == "pare-2025-01-01T12-00-00Z.sqlite")
    let copy = try #require(try ReviewStore.readOnly(path: backup.url.path))
    #expect(try copy.log().count == 1)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: backup.url.deletingLastPathComponent().path)
    #expect(names == [backup.url.lastPathComponent])
  }

  @Test func `thin out with age: all of two days, then one a day, a week, thirty days`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    // Four a day for 400 days, as far as the calendar goes; made as empty files.
    let folderOfBackups = folder.url.appendingPathComponent("backups")
    try FileManager.default.createDirectory(
      at: folderOfBackups, withIntermediateDirectories: true)
    let now = noon(400)
    for quarter in 1...1600 {
      let date = now.addingTimeInterval(Double(-quarter) * 21_600)
      let name = date.ISO8601Format().replacing(":", with: "-")
      try Data().write(to: folderOfBackups.appendingPathComponent("pare-\(name).sqlite"))
    }
    #expect(Backup.list(besideStore: folder.store).count == 1600)
    try store.backUp(at: now)
    let days = Backup.list(besideStore: folder.store).map {
      now.timeIntervalSince($0.date) / 86_400
    }
    let counts = [0..<2.0, 2..<14, 14..<84, 84..<1000].map { range in
      days.filter { range.contains($0) }.count
    }
    // Two days of four, and the new one; twelve or thirteen days, ten or eleven weeks, and
    // (400 − 84) / 30 = 10.5 months, cut where the calendar of 1970 cuts them.
    #expect(counts[0] == 8)
    #expect((12...13).contains(counts[1]))
    #expect((10...11).contains(counts[2]))
    #expect((11...12).contains(counts[3]))
    // The next ones, a day later, take away no more than a day's worth.
    try store.backUp(at: now.addingTimeInterval(86_400))
    #expect(Backup.list(besideStore: folder.store).count >= days.count - 4)
  }

  @Test func `that fail do not take the answer with them`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open(backsUp: true)
    try store.prepare(["a": 1])
    try Data("in the way".utf8).write(to: folder.url.appendingPathComponent("backups"))
    let receipt = try store.answer("a1", .good, noon(0))
    #expect(receipt.backupProblem?.exitCode == 74)
    #expect(try store.log().count == 1)
  }

  @Test func `are not made of a store in memory`() throws {
    let store = try ReviewStore.withCards(["a": 1])
    #expect(try store.backUp(at: noon(0)) == nil)
    #expect(try store.backUpIfDue(at: noon(0)) == nil)
  }
}

@Suite struct `A restore` {
  @Test func `returns to a backup and moves the present file aside`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .good, noon(0))
    let backup = try #require(try store.backUp(at: noon(0)))
    try store.answer("a1", .good, noon(1))
    try store.close()
    let aside = try #require(
      try ReviewStore.restore(from: backup.url, to: folder.store, at: noon(2)))
    #expect(aside.lastPathComponent == "pare.sqlite.before-restore-2025-01-03T12-00-00Z")
    let restored = try folder.open()
    #expect(try restored.log().count == 1)
    #expect(try restored.verify().isEmpty)
    #expect(try restored.answer("a1", .good, noon(2)).elapsedDays == 2)
    let old = try #require(try ReviewStore.readOnly(path: aside.path))
    #expect(try old.log().count == 2)
    #expect(FileManager.default.fileExists(atPath: backup.url.path))
  }

  @Test func `mends a damaged file and keeps it`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.answer("a1", .good, noon(0))
    let backup = try #require(try store.backUp(at: noon(0)))
    try store.close()
    let rubbish = Data(repeating: 9, count: 9000)
    try rubbish.write(to: URL(fileURLWithPath: folder.store))
    let error = #expect(throws: ReviewStoreError.self) { try folder.open() }
    #expect(error?.description.contains("one of 1 backups") == true)
    let aside = try #require(
      try ReviewStore.restore(from: backup.url, to: folder.store, at: noon(1)))
    #expect(try Data(contentsOf: aside) == rubbish)
    #expect(try folder.open().log().count == 1)
  }

  @Test func `is asked for when the file was emptied`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    let backup = try #require(try store.backUp(at: noon(0)))
    try store.close()
    try Data().write(to: URL(fileURLWithPath: folder.store))
    let error = #expect(throws: ReviewStoreError.self) { try folder.open() }
    #expect(error?.exitCode == 65)
    try FileManager.default.removeItem(atPath: folder.store)
    #expect(try ReviewStore.restore(from: backup.url, to: folder.store, at: noon(1)) == nil)
    #expect(try folder.open().cards().isEmpty)
  }

  @Test func `from a backup that cannot be used changes nothing`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    try store.close()
    let bad = folder.url.appendingPathComponent("bad.sqlite")
    for content in [Data(), Data(repeating: 1, count: 5000)] {
      try content.write(to: bad)
      let error = #expect(throws: ReviewStoreError.self) {
        try ReviewStore.restore(from: bad, to: folder.store, at: noon(0))
      }
      #expect(error?.exitCode == 65)
    }
    let absent = folder.url.appendingPathComponent("absent.sqlite")
    #expect(throws: ReviewStoreError.noBackup(path: absent.path)) {
      try ReviewStore.restore(from: absent, to: folder.store, at: noon(0))
    }
    #expect(try folder.open().cards().map(\.id) == ["a1"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.allSatisfy { !$0.contains("partial") && !$0.contains("before-restore") })
  }

  @Test func `is refused while a program has the store open`() throws {
    let folder = try TemporaryFolder()
    let store = try folder.open()
    try store.prepare(["a": 1])
    let backup = try #require(try store.backUp(at: noon(0)))
    let error = #expect(throws: ReviewStoreError.self) {
      try ReviewStore.restore(
        from: backup.url, to: folder.store, at: noon(1),
        options: ReviewStore.Options(busyTimeout: 0.2))
    }
    #expect(error?.exitCode == 75)
    #expect(try store.answer("a1", .good, noon(1)).card.reviews == 1)
  }
}
