#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a long run has done so far, in a file: a line of JSON about the run, then one for each part
/// that is done.
///
/// A line is forced to the disk before the next part begins. A process that is killed leaves at most
/// its last line torn; such a line has no end, and is dropped. While one run writes to the file, no
/// other may.
final class RunLog {
  /// The lines that were there when the log was opened, behind the first.
  let lines: [ArraySlice<UInt8>]
  let path: String
  private let descriptor: Int32

  /// Opens a log, or begins one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - fields: what the first line says; `format` names the kind of run. They must be the same
  ///     when the run is gone on with.
  /// - Throws: `RunLogError`, `FileError`.
  init(_ path: String, fields: [String: String]) throws {
    self.path = path
    // Without O_NONBLOCK, opening a named pipe would wait for its other end.
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path) }
    do {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw RunLogError.inUse(path) }
      lines = try Self.lines(path, descriptor, fields)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Adds a line.
  ///
  /// - Throws: `FileError.unwritable`.
  func append(_ line: String) throws { try Self.write(line, to: descriptor, path) }

  private static func lines(
    _ path: String, _ descriptor: Int32, _ fields: [String: String]
  ) throws -> [ArraySlice<UInt8>] {
    let bytes = try readBytes(of: path, maximum: 1 << 28)
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard end > 0 else {
      // An empty file is a new log, and so is one whose first line was not finished.
      let header = JSONValue.object(fields.mapValues(JSONValue.string)).text
      guard Array(header.utf8).starts(with: bytes) else { throw RunLogError.notALog(path) }
      try truncate(descriptor, to: 0, path)
      try write(header, to: descriptor, path)
      return []
    }
    let lines = bytes[..<(end - 1)].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try requireSameRun(lines[0], fields, path)
    if end < bytes.count { try truncate(descriptor, to: end, path) }
    return Array(lines.dropFirst())
  }

  private static func requireSameRun(
    _ line: ArraySlice<UInt8>, _ fields: [String: String], _ path: String
  ) throws {
    var reader = JSONReader(line)
    guard case .object(let found) = try? reader.readValue(depth: 1),
      let format = fields["format"], found["format"] == .string(format)
    else { throw RunLogError.notALog(path) }
    for (name, asked) in fields.sorted(by: { $0.key < $1.key }) {
      guard case .string(let text) = found[name], text == asked else {
        let text: String? = if case .string(let text) = found[name] { text } else { nil }
        throw RunLogError.otherRun(path, name: name, log: text, asked: asked)
      }
    }
  }

  private static func truncate(_ descriptor: Int32, to count: Int, _ path: String) throws {
    guard ftruncate(descriptor, off_t(count)) == 0 else { throw failure(path) }
  }

  private static func write(_ line: String, to descriptor: Int32, _ path: String) throws {
    guard writeAll(Array("\(line)\n".utf8), to: descriptor), fsync(descriptor) == 0 else {
      throw failure(path)
    }
  }

  private static func failure(_ path: String) -> FileError {
    .unwritable(path, reason: lastSystemError())
  }
}

/// Why the log of a run cannot be gone on with.
public enum RunLogError: Error, Equatable {
  /// The file is there and is no log of such a run.
  case notALog(String)
  /// A line in the midst of the log cannot be read, or does not say what belongs there.
  case damaged(String, line: Int)
  /// The log is that of a run with another setting.
  case otherRun(String, name: String, log: String?, asked: String)
  /// Another process writes to the log now.
  case inUse(String)
}

extension RunLogError: CustomStringConvertible {
  /// Which file, what is wrong with it, and what to do.
  public var description: String {
    switch self {
    case .notALog(let path):
      "\(path): this is not the log of such a run, and is left as it is. Give another file."
    case .damaged(let path, let line):
      "\(path):\(line): this line does not say what belongs here. Remove it and what follows, or "
        + "begin a new log."
    case .otherRun(let path, let name, let log, let asked):
      "\(path): the run was begun with \(name) \"\(log ?? "not set")\", and now \"\(asked)\" is "
        + "asked for. Go on with the same, or begin a new log."
    case .inUse(let path):
      "\(path): another run is writing to this log. Wait for it, or give another file."
    }
  }
}
