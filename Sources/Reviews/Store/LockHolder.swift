import Foundation

/// The program that has locked a store, as far as the system tells.
public struct LockHolder: Sendable, Hashable, CustomStringConvertible {
  /// The process id.
  public let process: Int32
  /// The name of the program; nil when it is already gone or not ours to see.
  public let name: String?

  /// The holder in words, such as `pare (process 4711)`.
  public var description: String {
    name.map { "\($0) (process \(process))" } ?? "process \(process)"
  }

  /// Finds another process that holds a write lock on a SQLite file or its shared memory.
  ///
  /// Linux lists all locks in `/proc/locks`. The other way, `fcntl` with `F_GETLK`, needs the file
  /// opened, and closing it would drop every lock that this process holds on it.
  ///
  /// - Parameter path: the database file.
  /// - Returns: nil when nobody is found, and on systems without such a list.
  static func find(of path: String) -> LockHolder? {
    let inodes = Set([path, path + "-shm", path + "-wal"].compactMap(inode(of:)))
    // Best effort, to make an error message better: without the list the message says
    // "another program".
    guard !inodes.isEmpty, let list = text(ofFile: "/proc/locks") else { return nil }
    for line in list.split(separator: "\n") {
      // 1: POSIX  ADVISORY  WRITE 4711 08:02:1311 120 120
      let fields = line.split(separator: " ")
      guard fields.count >= 8, fields[3] == "WRITE", let process = Int32(fields[4]), process > 0,
        process != ProcessInfo.processInfo.processIdentifier,
        let inode = fields[5].split(separator: ":").last.flatMap({ UInt64($0) }),
        inodes.contains(inode)
      else { continue }
      let name = text(ofFile: "/proc/\(process)/comm")
      return LockHolder(
        process: process, name: name?.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return nil
  }

  private static func inode(of path: String) -> UInt64? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.systemFileNumber] as? NSNumber)?.uint64Value
  }

  private static func text(ofFile path: String) -> String? {
    // A file of /proc says that it is empty; it must be read to its end.
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let data = try? file.readToEnd() else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
