import GRDB

/// Small facts that must survive the program, as text under a key.
extension ReviewStore {
  /// The text under a key; nil when there is none.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func setting(_ key: String) throws -> String? {
    try read { db in
      try String.fetchOne(db, sql: "SELECT value FROM settings WHERE key = ?", arguments: [key])
    }
  }

  /// All settings.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func settings() throws -> [String: String] {
    try read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT key, value FROM settings")
      // A row that another program damaged is passed over.
      let pairs = rows.compactMap { row -> (String, String)? in
        guard let key = String.fromDatabaseValue(row["key"]),
          let value = String.fromDatabaseValue(row["value"])
        else { return nil }
        return (key, value)
      }
      return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Puts a text under a key; nil removes it.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func set(_ key: String, to value: String?) throws {
    try write { db in
      guard let value else {
        try db.execute(sql: "DELETE FROM settings WHERE key = ?", arguments: [key])
        return
      }
      try db.execute(
        sql: """
          INSERT INTO settings (key, value) VALUES (?, ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value
          """, arguments: [key, value])
    }
  }
}
