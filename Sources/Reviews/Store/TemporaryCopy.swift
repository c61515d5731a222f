import Foundation

/// A copy of a store in a temporary folder, removed with the last reference to it.
final class TemporaryCopy: Sendable {
  let path: String
  private let folder: URL

  /// Copies the file and its write-ahead log; nil when that is not possible either.
  init?(ofStore path: String) {
    let files = FileManager.default
    folder = files.temporaryDirectory.appendingPathComponent("pare-\(UUID().uuidString)")
    self.path = folder.appendingPathComponent("pare.sqlite").path
    do {
      try files.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      for suffix in ["", "-wal"] where files.fileExists(atPath: path + suffix) {
        try files.copyItem(atPath: path + suffix, toPath: self.path + suffix)
      }
    } catch {
      // The caller reports why the original could not be opened.
      return nil
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }
}
