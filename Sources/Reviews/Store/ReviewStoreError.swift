public import Foundation

/// Why the store could not do what was asked.
public enum ReviewStoreError: Error, Hashable, Sendable {
  /// Another program kept the file locked for longer than the time to wait.
  case locked(path: String, holder: LockHolder?)
  /// The file is damaged; how many backups lie beside it.
  case corrupted(path: String, detail: String, backups: Int)
  /// The file is no store of this program.
  case notAStore(path: String)
  /// A later program has written the file; the schema versions not known here.
  case newerSchema(path: String, versions: [String])
  /// The file or its folder cannot be written.
  case readOnly(path: String)
  /// There is no room left.
  case diskFull(path: String)
  /// The file or its folder cannot be opened or made.
  case cannotOpen(path: String, reason: String)
  /// Reading or writing failed below SQLite.
  case inputOutput(path: String, reason: String)
  /// No card has the id.
  case unknownCard(String)
  /// The backup does not exist.
  case noBackup(path: String)
  /// The backup cannot be used.
  case damagedBackup(path: String, reason: String)
  /// SQLite refused a statement of ours.
  case unexpected(path: String, reason: String)
}

extension ReviewStoreError {
  /// The exit code of a command that ends with this error, from `sysexits.h`.
  public var exitCode: Int32 {
    switch self {
    case .corrupted, .notAStore, .newerSchema, .damagedBackup: 65
    case .unknownCard, .noBackup: 66
    case .unexpected: 70
    case .readOnly, .diskFull, .cannotOpen, .inputOutput: 74
    case .locked: 75
    }
  }
}

extension ReviewStoreError: LocalizedError, CustomStringConvertible {
  /// Where, what, and what to do.
  public var description: String {
    switch self {
    case .locked(let path, let holder):
      "\(path): in use by \(holder.map(\.description) ?? "another program"). "
        + "Nothing was written. Close it and try again."
    case .corrupted(let path, let detail, let backups):
      "\(path): the store is damaged (\(detail)). The file was left as it is. "
        + (backups == 0
          ? "There is no backup; move the file away to start anew, and keep it."
          : "Run \"pare memory restore\" to return to one of \(backups) backups.")
    case .notAStore(let path):
      "\(path): not a store of pare. The file was left as it is. Move it away, or set PARE_HOME "
        + "to another folder."
    case .newerSchema(let path, let versions):
      "\(path): written by a later version of pare (schema \(versions.joined(separator: ", "))). "
        + "The file was left as it is. Update pare."
    case .readOnly(let path):
      "\(path): cannot be written. Nothing was saved. Make the file and its folder writable, or "
        + "set PARE_HOME to another folder."
    case .diskFull(let path):
      "\(path): the disk is full. The last answer was not saved, those before it were. Make room "
        + "and try again."
    case .cannotOpen(let path, let reason):
      "\(path): cannot be opened (\(reason)). Check the path and its permissions, or set "
        + "PARE_HOME to another folder."
    case .inputOutput(let path, let reason):
      "\(path): reading or writing failed (\(reason)). Check the disk; then run "
        + "\"pare memory verify\"."
    case .unknownCard(let id):
      "no card \"\(id)\" in the store. Run \"pare lint\" to see whether its lesson can be read."
    case .noBackup(let path):
      "\(path): no such backup. Run \"pare memory restore\" without a name to list them."
    case .damagedBackup(let path, let reason):
      "\(path): this backup cannot be used (\(reason)). Nothing was changed. Take another one; "
        + "\"pare memory restore\" lists them."
    case .unexpected(let path, let reason):
      "\(path): \(reason). Nothing was written. This is a fault in pare; please report it."
    }
  }

  /// The same text as ``description``.
  public var errorDescription: String? { description }
}
