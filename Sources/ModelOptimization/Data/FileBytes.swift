#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file could not be read or written.
public enum FileError: Error, Equatable {
  /// Nothing lies at this path.
  case missing(String)
  /// A folder lies at this path.
  case isFolder(String)
  /// A device or a pipe lies at this path.
  case notAFile(String)
  /// The file is larger than anything that belongs here.
  case tooLarge(String, byteCount: Int, maximum: Int)
  /// The operating system refused to read, for the reason it gave.
  case unreadable(String, reason: String)
  /// The operating system refused to write, for the reason it gave.
  case unwritable(String, reason: String)
}

extension FileError: CustomStringConvertible {
  /// What happened, to which file, and what to do.
  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): there is no such file. Check the path."
    case .isFolder(let path):
      "\(path): this is a folder. Give the path of a file."
    case .notAFile(let path):
      "\(path): this is not a regular file. Give the path of a file."
    case .tooLarge(let path, let byteCount, let maximum):
      "\(path): the file has \(byteCount) bytes; at most \(maximum) are read. "
        + "Check that it is the right file."
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason). Check the permissions of the file and its folder."
    case .unwritable(let path, let reason):
      "\(path): cannot be written: \(reason). Check that the folder exists, may be written to, "
        + "and has space left."
    }
  }
}

/// The bytes of a whole file.
///
/// Foundation would do this in a line, and add half a second to every compilation of a program
/// that uses this library.
///
/// - Parameters:
///   - path: a regular file.
///   - maximum: how many bytes it may have; checked before memory is taken.
///   - limit: how many of them are read; nil for all.
/// - Throws: `FileError`.
package func readBytes(of path: String, maximum: Int, upTo limit: Int? = nil) throws -> [UInt8] {
  // Without O_NONBLOCK, opening a named pipe would wait for its other end.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else {
    throw errno == ENOENT
      ? FileError.missing(path) : FileError.unreadable(path, reason: lastSystemError())
  }
  defer { close(descriptor) }

  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw FileError.unreadable(path, reason: lastSystemError())
  }
  try requireRegular(status, at: path)
  guard Int(status.st_size) <= maximum else {
    throw FileError.tooLarge(path, byteCount: Int(status.st_size), maximum: maximum)
  }
  let byteCount = min(Int(status.st_size), limit ?? .max)

  var failure: FileError?
  let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
    while filled < byteCount {
      let count = read(descriptor, buffer.baseAddress?.advanced(by: filled), byteCount - filled)
      if count < 0 {
        if errno == EINTR { continue }
        failure = .unreadable(path, reason: lastSystemError())
      }
      if count <= 0 { break }
      filled += count
    }
  }
  if let failure { throw failure }
  return bytes
}

/// Replaces a file as a whole: whoever reads it sees the old bytes or the new ones, never half.
///
/// - Throws: `FileError.unwritable`, `FileError.notAFile`.
package func writeBytes(_ bytes: [UInt8], to path: String) throws {
  let partial = try PartialFile(for: path)
  let written = writeAll(bytes, to: partial.descriptor) && fsync(partial.descriptor) == 0
  let reason = lastSystemError()
  // A network file system may report a full disk only now.
  let closed = close(partial.descriptor) == 0
  guard written, closed, rename(partial.path, partial.target) == 0 else {
    let error = FileError.unwritable(path, reason: written ? lastSystemError() : reason)
    unlink(partial.path)
    throw error
  }
}

/// Finds out whether a file can be written, before hours of work go into what it is to hold.
///
/// - Throws: what `writeBytes` would throw, but for a disk that is full by then.
package func requireWritable(_ path: String) throws {
  let partial = try PartialFile(for: path)
  close(partial.descriptor)
  unlink(partial.path)
}

/// Whether two paths lead to one file, however they are written: through links, "." and "..".
///
/// Of files that are not there yet, the folders are compared, and the names.
package func isSameFile(_ first: String, _ second: String) -> Bool {
  guard let one = identity(of: first), let other = identity(of: second) else {
    guard identity(of: first) == nil, identity(of: second) == nil else { return false }
    let (one, other) = (split(first), split(second))
    guard one.name == other.name, let folder = identity(of: one.folder) else {
      return first == second
    }
    return identity(of: other.folder) == folder
  }
  return one == other
}

/// The device and the number of a file; nil where nothing is there.
private func identity(of path: String) -> [UInt64]? {
  var status = stat()
  guard stat(path, &status) == 0 else { return nil }
  return [UInt64(status.st_dev), UInt64(status.st_ino)]
}

private func split(_ path: String) -> (folder: String, name: Substring) {
  guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
  return (String(path[...slash]), path[path.index(after: slash)...])
}

private func requireRegular(_ status: stat, at path: String) throws {
  let kind = status.st_mode & S_IFMT
  guard kind != S_IFDIR else { throw FileError.isFolder(path) }
  guard kind == S_IFREG else { throw FileError.notAFile(path) }
}

/// A new file beside the one that it will replace.
private struct PartialFile {
  let descriptor: Int32
  let path: String
  /// Where the bytes belong: what a symbolic link points to, not the link.
  let target: String

  init(for path: String) throws {
    var status = stat()
    var mode: mode_t = 0o644
    if stat(path, &status) == 0 {
      mode = status.st_mode & 0o777
      try requireRegular(status, at: path)
    }
    if let resolved = realpath(path, nil) {
      target = String(cString: resolved)
      free(resolved)
    } else {
      target = path
    }
    // A process that was killed leaves its file; another may have the same number by now.
    for attempt in 0..<100 {
      let name = "\(target).partial-\(getpid())-\(attempt)"
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor >= 0 {
        (self.descriptor, self.path) = (descriptor, name)
        return
      }
      guard errno == EEXIST else { break }
    }
    throw FileError.unwritable(path, reason: lastSystemError())
  }
}

func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var start = 0
    while start < buffer.count {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return false }
      start += count
    }
    return true
  }
}

func lastSystemError() -> String {
  String(cString: strerror(errno))
}
