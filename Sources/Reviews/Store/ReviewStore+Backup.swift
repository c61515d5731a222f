public import Foundation
import GRDB

extension ReviewStore {
  /// Makes a backup when the last one is half an hour old, and clears old ones away.
  ///
  /// Kept are all of two days, then one a day, one a week and one for each 30 days. The copy is
  /// checked before it counts; when it does not pass, no older backup is removed.
  ///
  /// - Parameter time: now.
  /// - Returns: the backup; nil when none was due, or for a store in memory.
  /// - Throws: ``ReviewStoreError``; `corrupted` when the copy does not pass SQLite's check.
  @discardableResult
  public func backUpIfDue(at time: Date) throws -> Backup? {
    guard let path, backupClock.isDue(at: time) else { return nil }
    // A backup from the future, made before the clock was put right, says nothing about now.
    let last = Backup.list(besideStore: path).last { $0.date <= time }
    if let last, time.timeIntervalSince(last.date) < Backup.spacing {
      backupClock.note(last.date)
      return nil
    }
    return try backUp(at: time)
  }

  /// Makes a backup now, and clears old ones away.
  ///
  /// - Returns: the backup; nil for a store in memory.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func backUp(at time: Date) throws -> Backup? {
    guard let path else { return nil }
    let folder = Backup.folder(besideStore: path)
    try Self.makeFolder(of: folder.appendingPathComponent("x").path)
    let url = folder.appendingPathComponent(Backup.name(for: time))
    let partial = folder.appendingPathComponent(".\(UUID().uuidString).partial")
    defer { Self.removeDatabase(at: partial) }
    try mapping {
      try Self.copy(from: database, to: partial.path, options: options)
    }
    try Self.replace(url, with: partial, reportedAs: path)
    guard let date = Backup.date(fromName: url.lastPathComponent) else { return nil }
    backupClock.note(date)
    try Self.clear(besideStore: path, now: time)
    return Backup(url: url, date: date)
  }

  /// Returns to a backup. What is there now is moved aside, never deleted.
  ///
  /// - Parameters:
  ///   - backup: a file from ``Backup/list(besideStore:)``, or any other store.
  ///   - path: the store's file; no program may have it open.
  ///   - time: now; names the file that the present one is moved to.
  /// - Returns: where the present file went; nil when there was none.
  /// - Throws: ``ReviewStoreError``; then the present file is in its place.
  @discardableResult
  public static func restore(
    from backup: URL, to path: String, at time: Date, options: Options = Options()
  ) throws -> URL? {
    guard FileManager.default.fileExists(atPath: backup.path) else {
      throw ReviewStoreError.noBackup(path: backup.path)
    }
    try makeFolder(of: path)
    let target = URL(fileURLWithPath: path)
    let partial = target.deletingLastPathComponent()
      .appendingPathComponent(".\(UUID().uuidString).partial")
    defer { removeDatabase(at: partial) }
    do {
      guard let source = try readOnly(path: backup.path, options: options) else {
        throw ReviewStoreError.damagedBackup(path: backup.path, reason: "it is empty")
      }
      defer { closing(source) }
      try source.mapping { try copy(from: source.database, to: partial.path, options: options) }
    } catch ReviewStoreError.corrupted(_, let detail, _) {
      throw ReviewStoreError.damagedBackup(path: backup.path, reason: detail)
    } catch ReviewStoreError.notAStore {
      throw ReviewStoreError.damagedBackup(path: backup.path, reason: "not a store of pare")
    }

    try refuseWhenInUse(path: path, options: options)
    let aside = try moveAside(path: path, at: time)
    do {
      try replace(target, with: partial, reportedAs: path)
    } catch {
      if let aside { try FileManager.default.moveItem(at: aside, to: target) }
      throw error
    }
    return aside
  }
}

// MARK: - Files

extension ReviewStore {
  /// Copies a database with SQLite's own means, which wait for no writer, and checks the copy.
  private static func copy(
    from source: any DatabaseReader, to path: String, options: Options
  ) throws {
    let target = try DatabaseQueue(path: path, configuration: configuration(options))
    try source.backup(to: target)
    try target.writeWithoutTransaction { db in
      // One file instead of three: a backup is copied and moved by hand, too.
      try db.execute(sql: "PRAGMA journal_mode = DELETE")
      let problems = try String.fetchAll(db, sql: "PRAGMA quick_check").filter { $0 != "ok" }
      guard problems.isEmpty else {
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: problems[0])
      }
    }
    try target.close()
  }

  /// Puts a finished file in its place, in one step, on disk.
  private static func replace(_ url: URL, with partial: URL, reportedAs path: String) throws {
    do {
      let file = try FileHandle(forUpdating: partial)
      try file.synchronize()
      try file.close()
    } catch {
      throw ReviewStoreError.inputOutput(path: path, reason: error.localizedDescription)
    }
    guard rename(partial.path, url.path) == 0 else {
      throw ReviewStoreError.inputOutput(path: url.path, reason: String(cString: strerror(errno)))
    }
  }

  private static func clear(besideStore path: String, now: Date) throws {
    let backups = Backup.list(besideStore: path)
    let kept = Backup.kept(backups.map(\.date), now: now)
    for backup in backups where !kept.contains(backup.date) {
      do {
        try FileManager.default.removeItem(at: backup.url)
      } catch CocoaError.fileNoSuchFile {
        // Another program cleared it away.
        continue
      } catch {
        throw ReviewStoreError.inputOutput(
          path: backup.url.path, reason: error.localizedDescription)
      }
    }
  }

  /// A program that has the file open would go on writing into the one that is moved aside.
  private static func refuseWhenInUse(path: String, options: Options) throws {
    guard let size = size(of: path), size > 0 else { return }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration(options))
      try queue.writeWithoutTransaction { db in
        // Leaving the write-ahead log is refused while another connection is open.
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
        if mode != "delete" { throw DatabaseError(resultCode: .SQLITE_BUSY) }
      }
      try queue.close()
    } catch let error as DatabaseError {
      let known = ReviewStoreError(error, path: path)
      // A damaged file is what a restore is for.
      if case .locked = known { throw known }
    }
  }

  private static func moveAside(path: String, at time: Date) throws -> URL? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let name = Backup.name(for: time).dropFirst("pare-".count).dropLast(".sqlite".count)
    var aside = "\(path).before-restore-\(name)"
    if FileManager.default.fileExists(atPath: aside) { aside += "-\(UUID().uuidString)" }
    do {
      // The write-ahead log may hold answers that the file does not: it goes along.
      for suffix in ["", "-wal", "-shm"]
      where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.moveItem(atPath: path + suffix, toPath: aside + suffix)
      }
    } catch {
      throw ReviewStoreError.inputOutput(path: path, reason: error.localizedDescription)
    }
    return URL(fileURLWithPath: aside)
  }

  private static func removeDatabase(at url: URL) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
      // What is left of an unfinished copy, if anything; its absence is the usual case.
      try? FileManager.default.removeItem(atPath: url.path + suffix)
    }
  }

  private static func closing(_ store: ReviewStore) {
    // A connection that only read has nothing to lose by a failing close.
    try? store.close()
  }
}
