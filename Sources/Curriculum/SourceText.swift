import Foundation

/// A course file's text, in lines, with what is needed to count as an editor does.
struct SourceText {
  /// The path relative to the course folder.
  let file: String
  /// The lines without their ends and without a byte-order mark.
  let lines: [String]

  /// The largest file that is read, in bytes.
  static let sizeLimit = 16 << 20

  /// Takes a text that is in memory already.
  init(file: String, lines: [String]) {
    self.file = file
    self.lines = lines
  }

  /// Reads a file of the course folder; throws a `CourseProblem` for a file that cannot be used.
  init(reading file: String, in folder: String) throws(CourseProblem) {
    let start = SourcePosition(file: file, line: 1)
    let data: Data
    do {
      let path = folder + "/" + file
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      if let size = attributes[.size] as? Int, size > Self.sizeLimit {
        throw CourseProblem(.fileTooLarge(bytes: size), at: start)
      }
      data = try Data(contentsOf: URL(filePath: path))
    } catch let problem as CourseProblem {
      throw problem
    } catch let error as CocoaError
      where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
    {
      throw CourseProblem(.fileMissing(file), at: start)
    } catch {
      throw CourseProblem(.unreadable(error.localizedDescription), at: start)
    }
    try self.init(data: data, file: file)
  }

  /// Takes a file's bytes; throws a `CourseProblem` where they are not UTF-8.
  init(data: Data, file: String) throws(CourseProblem) {
    self.file = file
    var bytes = [UInt8](data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    var lines: [String] = []
    var start = 0
    func add(_ end: Int) throws(CourseProblem) {
      let last = end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
      guard let line = String(validating: bytes[start..<last], as: UTF8.self) else {
        throw CourseProblem(.notUTF8, at: SourcePosition(file: file, line: lines.count + 1))
      }
      lines.append(line)
    }
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      try add(index)
      start = index + 1
    }
    if start < bytes.count { try add(bytes.count) }
    self.lines = lines
  }

  /// The position of a byte (counted from 1, as cmark counts) in a line (counted from 1).
  func position(line: Int, byte: Int) -> SourcePosition {
    var column = max(1, byte)
    if byte > 1, lines.indices.contains(line - 1) {
      let text = lines[line - 1]
      let index = text.utf8.index(
        text.startIndex, offsetBy: byte - 1, limitedBy: text.endIndex)
      column = text.distance(from: text.startIndex, to: index ?? text.endIndex) + 1
    }
    return SourcePosition(file: file, line: max(1, line), column: column)
  }

  /// The column, counted from 1, at which a block's `content` begins in a line.
  ///
  /// A fence in a list or a quotation has a prefix on each line that is no part of its content.
  func column(of content: String, inLine line: Int) -> Int {
    guard lines.indices.contains(line - 1), lines[line - 1].hasSuffix(content) else { return 1 }
    return lines[line - 1].count - content.count + 1
  }
}
