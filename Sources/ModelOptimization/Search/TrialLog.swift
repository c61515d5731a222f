#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The trials of a search in a file: a line of JSON about the search, then one for each trial.
///
/// A line is written with one call and forced to the disk before the next trial begins. A process
/// that is killed leaves at most its last line torn; such a line has no end, and is dropped. While a
/// search writes to the file, no other one may.
final class TrialLog {
  /// The trials that were there when the log was opened.
  let trials: [SearchTrial]
  private let path: String
  private let descriptor: Int32

  /// Opens a log, or begins one.
  ///
  /// - Throws: `TrialLogError`, `FileError`.
  init(_ path: String, of search: Search) throws {
    self.path = path
    // Without O_NONBLOCK, opening a named pipe would wait for its other end.
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else {
      throw FileError.unwritable(path, reason: String(cString: strerror(errno)))
    }
    do {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw TrialLogError.inUse(path) }
      trials = try Self.readTrials(path, descriptor, search)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Adds a trial.
  ///
  /// - Throws: `FileError.unwritable`.
  func append(_ trial: SearchTrial) throws {
    try Self.write(line: trial.line, to: descriptor, path)
  }

  private static func readTrials(
    _ path: String, _ descriptor: Int32, _ search: Search
  ) throws -> [SearchTrial] {
    let bytes = try readBytes(of: path, maximum: 1 << 28)
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let header = search.logHeader
    guard end > 0 else {
      // An empty file is a new log, and so is one whose first line was not finished.
      guard Array("\(header)\n".utf8).starts(with: bytes) else {
        throw TrialLogError.notALog(path)
      }
      try truncate(descriptor, to: 0, path)
      try write(line: header, to: descriptor, path)
      return []
    }
    let lines = bytes[..<(end - 1)].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try search.requireSameSearch(asIn: lines[0], path: path)
    let trials = try lines.dropFirst().enumerated().map { index, line in
      guard let trial = try? SearchTrial(line: line, in: search.space), trial.number == index + 1
      else { throw TrialLogError.damaged(path, line: index + 2) }
      return trial
    }
    if end < bytes.count { try truncate(descriptor, to: end, path) }
    return trials
  }

  private static func truncate(_ descriptor: Int32, to count: Int, _ path: String) throws {
    guard ftruncate(descriptor, off_t(count)) == 0 else {
      throw FileError.unwritable(path, reason: String(cString: strerror(errno)))
    }
  }

  private static func write(line: String, to descriptor: Int32, _ path: String) throws {
    let bytes = Array("\(line)\n".utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes {
        #if canImport(Glibc)
          Glibc.write(descriptor, $0.baseAddress, $0.count)
        #else
          Darwin.write(descriptor, $0.baseAddress, $0.count)
        #endif
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        throw FileError.unwritable(path, reason: String(cString: strerror(errno)))
      }
      start += count
    }
    guard fsync(descriptor) == 0 else {
      throw FileError.unwritable(path, reason: String(cString: strerror(errno)))
    }
  }
}

/// Why the log of a search cannot be gone on with.
public enum TrialLogError: Error, Equatable {
  /// The file is there and is no log of a search.
  case notALog(String)
  /// A line in the midst of the log cannot be read, or is not the trial that belongs there.
  case damaged(String, line: Int)
  /// The log is that of a search with another setting.
  case otherSearch(String, name: String, log: String?, asked: String)
  /// Another process writes to the log now.
  case inUse(String)
}

extension TrialLogError: CustomStringConvertible {
  /// Which file, what is wrong with it, and what to do.
  public var description: String {
    switch self {
    case .notALog(let path):
      "\(path): this is not the log of a search, and is left as it is. Give another file."
    case .damaged(let path, let line):
      "\(path):\(line): this line is not the trial that belongs here. Remove it and what follows, "
        + "or begin a new log."
    case .otherSearch(let path, let name, let log, let asked):
      "\(path): the search was begun with \(name) \"\(log ?? "not set")\", and now \"\(asked)\" is "
        + "asked for. Go on with the same, or begin a new log."
    case .inUse(let path):
      "\(path): another search is writing to this log. Wait for it, or give another file."
    }
  }
}
