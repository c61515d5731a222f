import Foundation

/// Reading and writing the learner's files, with errors that say which file and why.
enum Files {
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func read(_ path: String) throws(WorkbookError) -> String {
    guard exists(path) else { throw .noFile(path) }
    do {
      return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    } catch {
      throw .cannotRead(path, why: reason(error))
    }
  }

  /// Writes a file that is not there yet; answers false, and touches nothing, where one is.
  static func create(_ path: String, _ text: String) throws(WorkbookError) -> Bool {
    try makeFolder((path as NSString).deletingLastPathComponent)
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
      return true
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      return false
    } catch {
      // A link that points nowhere exists as well, whatever Foundation calls its error.
      if exists(path) || linkExists(path) { return false }
      throw .cannotWrite(path, why: reason(error))
    }
  }

  /// Writes a file whole or not at all.
  static func replace(_ path: String, with text: String) throws(WorkbookError) {
    try makeFolder((path as NSString).deletingLastPathComponent)
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .cannotWrite(path, why: reason(error))
    }
  }

  static func makeFolder(_ path: String) throws(WorkbookError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path, why: reason(error))
    }
  }

  static func linkExists(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  /// The system's own words for why a file could not be used.
  static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if let underlying, underlying.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(underlying.code)))
    }
    return (error as NSError).localizedDescription
  }

  /// An absolute path without `.` and `..`; `~` is left to the shell.
  static func absolute(_ path: String) -> String {
    let here = URL(
      filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    return URL(filePath: path, relativeTo: here).standardizedFileURL.path
  }
}

extension Files {
  /// The largest solution that is read, in bytes.
  private static let sourceLimit = 1 << 20

  /// Reads a solution.
  static func readSource(_ path: String) throws(WorkbookError) -> String {
    guard exists(path) else { throw .noFile(path) }
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
  static func source(_ data: Data, path: String) throws(WorkbookError) -> String {
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
