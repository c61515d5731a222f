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
  init(file: String, text: String) {
    self.file = file
    var lines: [String] = []
    var rest = text[...].utf8
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(Substring(rest[..<end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { lines.append(String(Substring(rest))) }
    self.lines = lines
  }

  /// Reads a file of the course folder; throws a `CourseProblem` for a file that cannot be used.
  init(reading file: String, in folder: String) throws(CourseProblem) {
    try self.init(bytes: Self.bytes(of: file, in: folder), file: file)
  }

  /// The bytes of a file of the course folder; throws a `CourseProblem` for one that cannot be read.
  ///
  /// A link is followed within the course folder only: a course that somebody sends must not show
  /// other files of the reader's machine.
  static func bytes(of file: String, in folder: String) throws(CourseProblem) -> [UInt8] {
    let start = SourcePosition(file: file, line: 1)
    let course = URL(filePath: folder).resolvingSymlinksInPath().path
    let path = URL(filePath: folder + "/" + file).resolvingSymlinksInPath().path
    guard path.hasPrefix(course == "/" ? "/" : course + "/") else {
      throw CourseProblem(.pathLeavesCourse(file), at: start)
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw CourseProblem(.fileMissing(file), at: start)
    }
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      // A folder cannot be read, and a named pipe would be waited for.
      guard attributes[.type] as? FileAttributeType == .typeRegular else {
        throw CourseProblem(.notAFile, at: start)
      }
      if let size = attributes[.size] as? Int, size > sizeLimit {
        throw CourseProblem(.fileTooLarge(bytes: size), at: start)
      }
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch let problem as CourseProblem {
      throw problem
    } catch {
      throw CourseProblem(.unreadable(error.localizedDescription), at: start)
    }
  }

  /// Takes a file's bytes; throws a `CourseProblem` where they are no text.
  ///
  /// A line ends with a line feed, a carriage return, or both.
  init(bytes: [UInt8], file: String) throws(CourseProblem) {
    self.file = file
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var lines: [String] = []
    var start = bytes.startIndex
    func add(_ end: Int) throws(CourseProblem) {
      let number = lines.count + 1
      guard let line = String(validating: bytes[start..<end], as: UTF8.self) else {
        throw CourseProblem(.notUTF8, at: SourcePosition(file: file, line: number))
      }
      if let refused = Self.refusedScalar(in: line) {
        let column = line.distance(from: line.startIndex, to: refused) + 1
        throw CourseProblem(
          .controlCharacter(line.unicodeScalars[refused]),
          at: SourcePosition(file: file, line: number, column: column))
      }
      lines.append(line)
    }
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        try add(index)
        let isPair =
          byte == UInt8(ascii: "\r") && index + 1 < bytes.endIndex
          && bytes[index + 1] == UInt8(ascii: "\n")
        index += isPair ? 1 : 0
        start = index + 1
      }
      index += 1
    }
    if start < bytes.endIndex { try add(bytes.endIndex) }
    self.lines = lines
  }

  /// The first character that a lesson has no use for.
  ///
  /// Control characters would drive the learner's terminal. The invisible line ends U+0085, U+2028
  /// and U+2029 are line ends to YAML and none to an editor: positions would drift apart.
  static func refusedScalar(in text: String, allowsNewline: Bool = false) -> String.Index? {
    // Every refused scalar has a byte below 0x20, or one of 0x7F, 0xC2, 0xE2, 0xEF.
    func isSuspect(_ byte: UInt8) -> Bool {
      byte < 0x20 && byte != 0x09 && byte != 0x0A
        || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xEF
    }
    guard text.utf8.contains(where: isSuspect) else { return nil }
    return text.unicodeScalars.firstIndex { isRefused($0, allowsNewline: allowsNewline) }
  }

  static func isRefused(_ scalar: Unicode.Scalar, allowsNewline: Bool) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0x0A: !allowsNewline
    case ..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// The position of a byte (counted from 1, as cmark counts) in a line (counted from 1).
  func position(line: Int, byte: Int) -> SourcePosition {
    let line = min(max(1, line), max(1, lines.count))
    guard byte > 1, lines.indices.contains(line - 1) else {
      return SourcePosition(file: file, line: line)
    }
    let before = lines[line - 1].utf8.prefix(byte - 1)
    // ASCII without a line end has one character for each byte.
    let column =
      before.allSatisfy { $0 < 0x80 } ? before.count : Substring(before).count
    return SourcePosition(file: file, line: line, column: column + 1)
  }

  /// The position of a Unicode scalar, counted from 0, of a fence's line of `content`, which stands
  /// at the end of a `line` of the file.
  ///
  /// In a list or a quotation a line has a prefix that is no part of its content. What is left of
  /// a tab that is cut in two arrives as spaces, so bytes are counted from the line's end.
  func position(line: Int, scalar: Int, of content: Substring) -> SourcePosition {
    guard lines.indices.contains(line - 1) else { return position(line: line, byte: 1) }
    let after = content.unicodeScalars.dropFirst(max(0, scalar))
    return position(
      line: line, byte: lines[line - 1].utf8.count - Substring(after).utf8.count + 1)
  }
}
