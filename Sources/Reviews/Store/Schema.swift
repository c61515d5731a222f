import GRDB

/// The tables of `pare.sqlite`, as a list of migrations that are never edited once shipped.
enum Schema {
  /// "PARE" in ASCII: tells a store from any other SQLite file.
  static let applicationID: Int32 = 0x5041_5245

  /// What a file turned out to be.
  enum Finding {
    /// No table yet.
    case empty
    /// A store that this program, or one before it, has written.
    case store
    /// A store that a later program has written; the versions it does not know here.
    case newer([String])
    /// A database of another program.
    case foreign
  }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { try $0.execute(sql: version1) }
    return migrator
  }

  static func inspect(_ db: Database) throws -> Finding {
    let applicationID = try Int32.fetchOne(db, sql: "PRAGMA application_id")
    let tables = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'grdb\\_%' ESCAPE '\\'")
    guard applicationID == Self.applicationID else {
      return tables == 0 ? .empty : .foreign
    }
    let known = Set(migrator.migrations)
    let applied = try String.fetchAll(
      db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    let unknown = applied.filter { !known.contains($0) }
    return unknown.isEmpty ? .store : .newer(unknown)
  }
}
