import Foundation
import GRDB

extension ReviewStoreError {
  /// The error of the store that an error of SQLite amounts to.
  init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
      self = .locked(path: path, holder: LockHolder.find(of: path))
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self = .corrupted(path: path, detail: reason, backups: Backup.list(besideStore: path).count)
    case .SQLITE_READONLY, .SQLITE_PERM:
      self = .readOnly(path: path)
    case .SQLITE_FULL:
      self = .diskFull(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_AUTH:
      self = .cannotOpen(path: path, reason: reason)
    case .SQLITE_IOERR where Self.isFull(path):
      // Where its shared memory or its log finds no room, SQLite speaks of an error of the disk.
      self = .diskFull(path: path)
    case .SQLITE_IOERR:
      self = .inputOutput(path: path, reason: reason)
    default:
      self = .unexpected(path: path, reason: reason)
    }
  }

  /// Whether the file's disk has next to nothing left.
  private static func isFull(_ path: String) -> Bool {
    var status = statvfs()
    return statvfs(path, &status) == 0 && status.f_bavail < 16
  }
}
