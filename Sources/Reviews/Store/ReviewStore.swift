public import Foundation
import GRDB

/// Everything a learner's answers amount to, in one SQLite file.
///
/// Answers are kept in an append-only log; the state of each card is computed from it and stored
/// beside it. Each answer is one transaction, on disk before the call returns. Several programs
/// may use the file at once: readers never wait, a second writer waits for its turn.
public struct ReviewStore: Sendable {
  /// How a store is opened.
  public struct Options: Sendable {
    /// How long a writer waits for another one, in seconds.
    public var busyTimeout: TimeInterval
    /// Whether recording an answer makes a backup when the last is older than half an hour.
    public var backsUp: Bool
    /// The size at which the file counts as full, in pages; to test a full disk.
    package var maximumPages: Int?

    /// Waits five seconds and makes backups unless told otherwise.
    public init(busyTimeout: TimeInterval = 5, backsUp: Bool = true) {
      self.busyTimeout = busyTimeout
      self.backsUp = backsUp
    }
  }

  /// The file; nil for a store in memory.
  public let path: String?
  let database: any DatabaseWriter
  let options: Options
  let backupClock = BackupClock()
  private let temporaryCopy: TemporaryCopy?

  /// Opens a store for reading and writing; makes the file, and its folder for this user alone.
  ///
  /// Brings an older file to today's schema. Reads no more than the schema.
  ///
  /// - Throws: ``ReviewStoreError``. A file that is damaged, foreign or newer is left untouched.
  public init(path: String, options: Options = Options()) throws {
    try Self.makeFolder(of: path)
    if let size = Self.size(of: path) {
      if size == 0, !Backup.list(besideStore: path).isEmpty {
        throw ReviewStoreError.corrupted(
          path: path, detail: "the file is empty",
          backups: Backup.list(besideStore: path).count)
      }
      _ = try Self.openReadOnly(path: path, options: options).refusingOthers(path)
    }
    self.path = path
    self.options = options
    temporaryCopy = nil
    database = try Self.mapping(path) { try Self.openPool(path: path, options: options) }
  }

  /// A store in memory, for tests and for trying things out.
  public static func inMemory() throws -> ReviewStore {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue)
    return ReviewStore(database: queue, path: nil, options: Options(backsUp: false))
  }

  /// Opens a store for reading, without waiting for writers and without changing the file.
  ///
  /// - Returns: nil when there is no store yet.
  /// - Throws: ``ReviewStoreError``.
  public static func readOnly(path: String, options: Options = Options()) throws -> ReviewStore? {
    guard let size = size(of: path), size > 0 else { return nil }
    let opened = try openReadOnly(path: path, options: options)
    guard try opened.refusingOthers(path) else { return nil }
    return ReviewStore(
      database: opened.queue, path: path, options: options, temporaryCopy: opened.copy)
  }

  /// Closes the file. Calls after this one throw.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func close() throws {
    // The write-ahead log goes into the file only when the connection that writes is the last
    // to close, and GRDB closes it first.
    (database as? DatabasePool)?.releaseMemory()
    try mapping { try database.close() }
  }

  private init(
    database: any DatabaseWriter, path: String?, options: Options,
    temporaryCopy: TemporaryCopy? = nil
  ) {
    self.database = database
    self.path = path
    self.options = options
    self.temporaryCopy = temporaryCopy
  }
}

// MARK: - Transactions

extension ReviewStore {
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try mapping { try database.read(body) }
  }

  /// One transaction, which begins by taking the write lock: what it reads cannot change under it.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try mapping { try database.write(body) }
  }

  func mapping<Value>(_ body: () throws -> Value) throws -> Value {
    try Self.mapping(path ?? "store in memory", body)
  }

  static func mapping<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw ReviewStoreError(error, path: path)
    }
  }
}

// MARK: - Opening

extension ReviewStore {
  static func configuration(_ options: Options, readonly: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(options.busyTimeout)
    configuration.label = "pare.sqlite"
    return configuration
  }

  private static func openPool(path: String, options: Options) throws -> DatabasePool {
    let deadline = Date(timeIntervalSinceNow: options.busyTimeout)
    while true {
      do {
        let pool = try DatabasePool(path: path, configuration: configuration(options))
        try Schema.migrator.migrate(pool)
        try pool.writeWithoutTransaction { db in
          // GRDB's pool sets NORMAL, which can lose the last answers in a power cut.
          try db.execute(sql: "PRAGMA synchronous = FULL")
          if let pages = options.maximumPages {
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
          }
        }
        return pool
      } catch let error as DatabaseError {
        // Two programs that open a new file at once both want to make its tables, and the
        // change to the write-ahead log does not wait: the second finds the work done.
        guard [.SQLITE_BUSY, .SQLITE_ERROR].contains(error.resultCode), Date() < deadline else {
          throw error
        }
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }

  /// A connection for reading, and the copy it reads when the folder lets it make none of the
  /// small files that a write-ahead log needs.
  private struct ReadOnly {
    let queue: DatabaseQueue
    let copy: TemporaryCopy?

    /// Whether there is a store at all; throws for a file that is not ours to read.
    func refusingOthers(_ path: String) throws -> Bool {
      switch try ReviewStore.mapping(path, { try queue.read(Schema.inspect) }) {
      case .empty: return false
      case .store: return true
      case .newer(let versions):
        throw ReviewStoreError.newerSchema(path: path, versions: versions)
      case .foreign:
        throw ReviewStoreError.notAStore(path: path)
      }
    }
  }

  private static func openReadOnly(path: String, options: Options) throws -> ReadOnly {
    let configuration = configuration(options, readonly: true)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      // SQLite opens the file at the first read.
      try queue.read { _ = try Int.fetchOne($0, sql: "PRAGMA schema_version") }
      return ReadOnly(queue: queue, copy: nil)
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
    {
      return try mapping(path) {
        guard FileManager.default.isReadableFile(atPath: path),
          let copy = TemporaryCopy(ofStore: path)
        else { throw error }
        return ReadOnly(
          queue: try DatabaseQueue(path: copy.path, configuration: configuration), copy: copy)
      }
    } catch let error as DatabaseError {
      throw ReviewStoreError(error, path: path)
    }
  }

  static func makeFolder(of path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    guard !FileManager.default.fileExists(atPath: folder.path) else { return }
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw ReviewStoreError.cannotOpen(path: folder.path, reason: "the folder cannot be made")
    }
  }

  static func size(of path: String) -> Int? {
    // A file that is absent has no size; one that cannot be read says so when it is opened.
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue
  }
}

// MARK: - Inspection

extension ReviewStore {
  /// A setting of the connection that writes, as SQLite reports it; for tests.
  package func connectionSetting(_ name: String) throws -> Int? {
    try mapping {
      try database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
    }
  }
}
