import Foundation

/// What was built before, by the content that it was built from. Several programs may use it at
/// once: an entry is made elsewhere and moved to its place in one step.
struct BuildCache: Sendable {
  /// The folder that holds everything.
  let folder: URL
  /// How many entries of each kind are kept.
  var capacity = 200
  /// How many bytes of each kind are kept.
  var byteCapacity = 256 << 20

  /// Whether the disk has less left than a build takes.
  var isOutOfSpace: Bool {
    var status = statvfs()
    guard statvfs(folder.path, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 16 << 20
  }

  /// The place of an entry.
  func place(_ kind: String, _ key: String) -> URL {
    folder.appending(path: kind).appending(path: key)
  }

  /// The entry, if it is there; it counts as just used.
  func find(_ kind: String, _ key: String) -> URL? {
    let place = place(kind, key)
    guard FileManager.default.fileExists(atPath: place.path) else { return nil }
    // A time that cannot be set costs the entry its rank, nothing else.
    try? FileManager.default.setAttributes([.modificationDate: Date.now], ofItemAtPath: place.path)
    return place
  }

  /// Makes a private folder to build in.
  /// - Throws: ``GradingError/file(path:reason:)``.
  func makeWorkFolder() throws -> URL {
    let work = folder.appending(path: "work").appending(path: UUID().uuidString)
    try attempt(work) {
      try FileManager.default.createDirectory(
        at: work, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    return work.resolvingSymlinksInPath()
  }

  /// Moves a finished file or folder to its place. Where another program was faster, its entry
  /// stays and this one goes.
  /// - Returns: the place.
  /// - Throws: ``GradingError/file(path:reason:)``.
  func store(_ finished: URL, _ kind: String, _ key: String) throws -> URL {
    let place = place(kind, key)
    try attempt(place) {
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    }
    if rename(finished.path, place.path) != 0 {
      let reason = String(cString: strerror(errno))
      guard FileManager.default.fileExists(atPath: place.path) else {
        throw GradingError.file(path: place.path, reason: reason)
      }
      remove(finished)
    }
    trim(kind)
    return place
  }

  /// Removes a file or folder that nobody needs any more.
  func remove(_ item: URL) {
    // What cannot be removed now is removed with the other old entries.
    try? FileManager.default.removeItem(at: item)
  }

  /// Drops the entries that were used longest ago, and build folders that a killed program left.
  func trim(_ kind: String) {
    drop(in: folder.appending(path: kind), beyond: capacity, bytes: byteCapacity, idle: 600)
    drop(in: folder.appending(path: "work"), beyond: 0, bytes: 0, idle: 3600)
  }

  /// Drops the oldest entries beyond a count or a size, but none that was used in the last
  /// `idle` seconds: it may be in use.
  private func drop(in folder: URL, beyond count: Int, bytes: Int, idle: Double) {
    let keys: Set<URLResourceKey> = [.contentModificationDateKey]
    let manager = FileManager.default
    guard
      let items = try? manager.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: Array(keys))
    else { return }
    let dated = items.map { item in
      (item, (try? item.resourceValues(forKeys: keys))?.contentModificationDate ?? .distantPast)
    }
    var kept = 0
    var keptBytes = 0
    for (item, date) in dated.sorted(by: { $0.1 > $1.1 }) {
      kept += 1
      keptBytes += size(of: item)
      guard kept > count || keptBytes > bytes, date.timeIntervalSinceNow < -idle else { continue }
      remove(item)
    }
  }

  private func size(of item: URL) -> Int {
    let inner = (try? FileManager.default.contentsOfDirectory(atPath: item.path)) ?? []
    let paths = inner.isEmpty ? [item.path] : inner.map { item.path + "/" + $0 }
    return paths.reduce(0) { sum, path in
      var status = stat()
      return lstat(path, &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }

  /// Names the file in an error that the system reports.
  func attempt<Result>(_ file: URL, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw GradingError.file(path: file.path, reason: systemReason(of: error))
    }
  }
}
