import Foundation

/// The little of `/proc` that a learner's program gets to see: the state of each of its threads.
///
/// Dispatch, which runs Swift's tasks on Linux, reads `/proc/ID/stat` of its workers to see whether
/// they run or are blocked, and traps when the file is not there. A real `/proc` would show how the
/// walls are built. So every number leads to one file that says "runs"; a worker that is in fact
/// blocked is not replaced, as on a system where Dispatch cannot tell.
enum ThreadStates {
  /// Threads are numbered from 1 in a program's own namespace; few programs start so many.
  private static let count = 1000

  /// The folder, made when it is not there yet.
  /// - Throws: ``GradingError/file(path:reason:)``.
  static func folder(in cache: BuildCache) throws -> String {
    let place = cache.folder.appending(path: "threads").resolvingSymlinksInPath()
    // The last of its entries: a folder that was moved to its place is whole.
    var status = stat()
    if lstat(place.appending(path: "\(count)").path, &status) == 0 { return place.path }
    let work = try cache.makeWorkFolder()
    defer { cache.remove(work) }
    try cache.attempt(place) {
      let manager = FileManager.default
      // Another user, whom the program becomes, reads it.
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: work.path)
      try manager.createDirectory(
        at: work.appending(path: "1"), withIntermediateDirectories: false)
      try Data("1 (worker) R 0\n".utf8).write(to: work.appending(path: "1/stat"))
      for number in 2...count {
        try manager.createSymbolicLink(
          atPath: work.appending(path: "\(number)").path, withDestinationPath: "1")
      }
      if rename(work.path, place.path) != 0, lstat(place.path, &status) != 0 {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    }
    return place.path
  }
}
