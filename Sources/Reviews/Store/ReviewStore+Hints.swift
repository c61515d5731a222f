import GRDB

/// How much help an exercise has given.
extension ReviewStore {
  /// How many of an exercise's hints were shown.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func hintsShown(for exercise: String) throws -> Int {
    try count("shown", exercise)
  }

  /// Notes that one more hint is shown.
  ///
  /// - Parameter total: how many hints the exercise has; the count stops there.
  /// - Returns: how many are shown now.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func showHint(for exercise: String, of total: Int) throws -> Int {
    try increase("shown", exercise, upTo: total)
  }

  /// How often the reference solution was asked for.
  ///
  /// - Throws: ``ReviewStoreError``.
  public func solutionRequests(for exercise: String) throws -> Int {
    try count("solution_requests", exercise)
  }

  /// Notes that the reference solution was asked for.
  ///
  /// - Returns: how often, this time included.
  /// - Throws: ``ReviewStoreError``.
  @discardableResult
  public func requestSolution(for exercise: String) throws -> Int {
    try increase("solution_requests", exercise, upTo: .max)
  }

  private func count(_ column: String, _ exercise: String) throws -> Int {
    try read { db in try Self.count(column, exercise, in: db) }
  }

  private func increase(_ column: String, _ exercise: String, upTo limit: Int) throws -> Int {
    try write { db in
      let before = try Self.count(column, exercise, in: db)
      let next = before >= max(limit, 0) ? max(limit, 0) : before + 1
      try db.execute(
        sql: """
          INSERT INTO hints (exercise, \(column)) VALUES (?, ?)
          ON CONFLICT (exercise) DO UPDATE SET \(column) = excluded.\(column)
          """, arguments: [exercise, next])
      return next
    }
  }

  private static func count(_ column: String, _ exercise: String, in db: Database) throws -> Int {
    try Int.fetchOne(
      db, sql: "SELECT \(column) FROM hints WHERE exercise = ?", arguments: [exercise]) ?? 0
  }
}
