public import Foundation

/// The outlines of lessons by the content of their files, so that a lesson is parsed again only
/// when its file has changed.
///
/// Only lessons with nothing wrong in them have an entry: what is wrong with a lesson is found
/// anew each time. An index that cannot be read, or that another build of the program wrote, is
/// as good as an empty one.
public struct LessonIndex: Sendable {
  struct Entry: Codable {
    /// The required lessons, with their places.
    var requires: [Requirement]
    var outline: LessonOutline

    init(_ required: [Fields.Text], _ outline: LessonOutline) {
      requires = required.map {
        Requirement(id: $0.text, line: $0.position.line, column: $0.position.column)
      }
      self.outline = outline
    }

    /// The required lessons, as they stand in a file of this content.
    func required(in file: String) -> [Fields.Text] {
      requires.map {
        Fields.Text(
          text: $0.id, position: SourcePosition(file: file, line: $0.line, column: $0.column))
      }
    }
  }
  struct Requirement: Codable {
    var id: String
    var line: Int
    var column: Int
  }

  /// The entries by the fingerprint of the file's bytes.
  private(set) var entries: [String: Entry] = [:]
  /// Whether it differs from what was read.
  public private(set) var isChanged = false

  /// An empty index.
  public init() {}

  /// Reads an index that `data(program:)` has written.
  ///
  /// - Parameter program: What tells this build of the program from others.
  public init(_ data: Data, program: String) {
    guard let end = data.firstIndex(of: UInt8(ascii: "\n")) else { return }
    let body = data[(end + 1)...]
    guard data[..<end] == Self.head(of: body, program) else { return }
    // What has this checksum was written by this program.
    entries = (try? JSONDecoder().decode([String: Entry].self, from: body)) ?? [:]
  }

  /// The index as bytes: a line with a checksum, then JSON.
  public func data(program: String) throws -> Data {
    let body = try JSONEncoder().encode(entries)
    return Self.head(of: body, program) + Data("\n".utf8) + body
  }

  private static func head(of body: Data, _ program: String) -> Data {
    Data("pare.index/1 \(program) \(fingerprint(body))".utf8)
  }

  /// Keeps exactly these entries.
  mutating func replace(with new: [String: Entry]) {
    if Set(new.keys) != Set(entries.keys) { isChanged = true }
    entries = new
  }
}
