package import Foundation
import Grading

/// Reading and writing the learner's files, with errors that say which file and why.
package enum Files {
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func read(_ path: String) throws(WorkbookError) -> Data {
    guard exists(path) else { throw .noFile(path) }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .cannotRead(path, why: reason(error))
    }
  }

  /// Writes a file that is not there yet; answers false, and touches nothing, where one is.
  ///
  /// Not Foundation's: on Linux that keeps silent about a full disk and leaves an empty file.
  package static func create(_ path: String, _ data: Data) throws(WorkbookError) -> Bool {
    try makeFolder((path as NSString).deletingLastPathComponent)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    if descriptor < 0 {
      // A link that points nowhere is something too.
      if errno == EEXIST { return false }
      throw .cannotWrite(path, why: String(cString: strerror(errno)))
    }
    if let code = writeAll(data, to: descriptor) {
      // What was cut is no file of the learner's; it would never be completed.
      unlink(path)
      throw .cannotWrite(path, why: String(cString: strerror(code)))
    }
    return true
  }

  /// Writes a file whole or not at all.
  static func replace(_ path: String, with data: Data) throws(WorkbookError) {
    let temporary = "\(path).\(getpid()).new"
    guard try create(temporary, data) else { throw .cannotWrite(temporary, why: "it exists") }
    if rename(temporary, path) != 0 {
      let code = errno
      unlink(temporary)
      throw .cannotWrite(path, why: String(cString: strerror(code)))
    }
  }

  /// Writes a file that is there anew, whole or not at all; who may use it stays as it is.
  static func rewrite(_ path: String, with data: Data) throws(WorkbookError) {
    var status = stat()
    // A new name for another file asks for no permission of the old one.
    guard stat(path, &status) == 0, access(path, W_OK) == 0 else {
      throw .cannotWrite(path, why: String(cString: strerror(errno)))
    }
    try replace(path, with: data)
    chmod(path, status.st_mode & 0o7777)
  }

  /// Moves a file to a name that nothing has; answers false where something has it.
  static func move(_ path: String, to name: String) throws(WorkbookError) -> Bool {
    try makeFolder((name as NSString).deletingLastPathComponent)
    // Unlike a rename, a link never replaces what is there.
    if link(path, name) != 0 {
      if errno == EEXIST { return false }
      throw .cannotWrite(name, why: String(cString: strerror(errno)))
    }
    if unlink(path) != 0 { throw .cannotWrite(path, why: String(cString: strerror(errno))) }
    return true
  }

  /// Writes bytes and closes the descriptor; the error's number where that failed.
  private static func writeAll(_ data: Data, to descriptor: Int32) -> Int32? {
    var bytes = data
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        let code = errno
        close(descriptor)
        return code
      }
      bytes = bytes.dropFirst(count)
    }
    // A full disk may be noticed only now; some file systems cannot be asked.
    if fsync(descriptor) != 0, errno != EINVAL {
      let code = errno
      close(descriptor)
      return code
    }
    return close(descriptor) == 0 ? nil : errno
  }

  static func makeFolder(_ path: String) throws(WorkbookError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path, why: reason(error))
    }
  }

  /// Whether anything has the name, be it a link that points nowhere.
  static func nameIsTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// The system's own words for why a file could not be used.
  static func reason(_ error: any Error) -> String { systemReason(of: error) }

  /// An absolute path without `.` and `..`; `~` is left to the shell.
  static func absolute(_ path: String) -> String {
    let here = URL(
      filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    return URL(filePath: path, relativeTo: here).standardizedFileURL.path
  }

  /// The names of what a folder holds, sorted; none where there is no such folder.
  static func names(in folder: String) throws(WorkbookError) -> [String] {
    guard exists(folder) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw .cannotRead(folder, why: reason(error))
    }
  }

  /// The folder itself or the nearest around it that is meant; nil where none is.
  static func nearest(to folder: String, where isMeant: (String) -> Bool) -> String? {
    var path = folder
    while path != "/", !path.isEmpty {
      if isMeant(path) { return path }
      path = (path as NSString).deletingLastPathComponent
    }
    return nil
  }

  /// Whether a path is a folder or lies in it, be it by way of links.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    (resolved(path) + "/").hasPrefix(resolved(folder) + "/")
  }

  /// An absolute path with every link on the way followed; what does not exist yet stays as it is.
  static func resolved(_ path: String) -> String {
    var parent = absolute(path)
    var rest: [String] = []
    while parent != "/", !exists(parent) {
      rest.append((parent as NSString).lastPathComponent)
      parent = (parent as NSString).deletingLastPathComponent
    }
    let root = URL(filePath: parent).resolvingSymlinksInPath().path
    return rest.reversed().reduce(root) { ($0 as NSString).appendingPathComponent($1) }
  }
}

extension Files {
  /// The path of a course's own file; a stranger's course may link to files that are not its.
  static func inCourse(_ folder: String, _ file: String) throws(WorkbookError) -> String {
    let path = resolved("\(folder)/\(file)")
    guard path.hasPrefix(resolved(folder) + "/") else {
      throw .brokenCourse(["\(folder)/\(file): the file lies outside the course. Put it inside."])
    }
    return path
  }

  /// The largest solution that is read, in bytes.
  private static let sourceLimit = 1 << 20

  /// Reads a solution.
  package static func readSource(_ path: String) throws(WorkbookError) -> String {
    guard exists(path) else { throw .noFile(path) }
    // A pipe or a terminal would keep the program waiting for ever.
    var status = stat()
    guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotRead(path, why: "it is not a regular file")
    }
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { file.closeFile() }
      data = try file.read(upToCount: sourceLimit + 1) ?? Data()
    } catch {
      throw .cannotRead(path, why: reason(error))
    }
    return try source(data, path: path)
  }

  /// A solution's text; refused where it is not UTF-8 or far too large.
  package static func source(_ data: Data, path: String) throws(WorkbookError) -> String {
    guard data.count <= sourceLimit else { throw .badSource(path, "it is larger than 1 MB") }
    if let text = String(validating: data, as: UTF8.self) { return text }
    var line = 1
    for part in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { break }
      line += 1
    }
    throw .badSource("\(path):\(line)", "the line is not valid UTF-8")
  }
}
