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

  /// The entry, if it is there and whole; it counts as just used.
  ///
  /// An entry's name ends in its size: what a power cut shortened is not taken for what was built.
  func find(_ kind: String, _ key: String) -> URL? {
    let folder = folder.appending(path: kind)
    let manager = FileManager.default
    // A folder that is not there yet has no entries.
    let names = (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
    guard let name = names.first(where: { $0.hasPrefix(key + ".") }) else { return nil }
    let place = folder.appending(path: name)
    guard name == "\(key).\(size(of: place))" else {
      remove(place)
      return nil
    }
    // A time that cannot be set costs the entry its rank, nothing else.
    try? manager.setAttributes([.modificationDate: Date.now], ofItemAtPath: place.path)
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
    let place = place(kind, "\(key).\(size(of: finished))")
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

  /// The bytes of a file, or of all files in a folder.
  private func size(of item: URL) -> Int {
    var paths = [item.path]
    // A file has nothing below it.
    let below = (try? FileManager.default.subpathsOfDirectory(atPath: item.path)) ?? []
    paths += below.map { item.path + "/" + $0 }
    return paths.reduce(0) { sum, path in
      var status = stat()
      let isFile = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      return isFile ? sum + Int(status.st_size) : sum
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
