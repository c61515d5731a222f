public import Curriculum
import Foundation

/// What came of measuring a block of code that a lesson shows.
public struct MeasuredBlock: Sendable {
  /// Where the block stands.
  public var position: SourcePosition
  /// Why it did not run to its end, and nothing was written; nil where it did.
  public var failure: String?
  /// Whether the figures, or the machine, in the lesson are others now.
  public var isChanged = false
}

extension Workbook {
  /// Runs the blocks that measure, alone and one after the other, and writes what they print and on
  /// which machine into the lessons.
  ///
  /// - Parameters:
  ///   - selection: The lessons that are meant.
  ///   - progress: Called before each block with where it stands.
  /// - Returns: What came of each block, in the order of lessons and lines.
  /// - Throws: ``WorkbookError/changedMeanwhile(_:)`` where somebody else wrote the lesson,
  ///   ``WorkbookError/brokenCourse(_:)`` where a lesson cannot be read.
  public func measure(
    _ selection: LintSelection = .all, progress: (SourcePosition) -> Void = { _ in }
  ) async throws -> [MeasuredBlock] {
    try requireReadable(selection)
    let grader = try grader()
    var found: [MeasuredBlock] = []
    for file in selection.lessons(of: course).map(\.file) {
      let path = try Files.inCourse(course.folder, file)
      let before = try Files.read(path)
      guard let lesson = Lesson.read([UInt8](before), file: file).lesson else { continue }
      var text = MeasuredLesson(before)
      let code = lesson.allCode
      for (index, (block, output)) in zip(code, code.dropFirst()).enumerated()
      where block.code.isMeasured && output.code.isOutput {
        progress(block.position)
        let shown = ShownCode(
          block.code.text, fileName: file, firstLine: block.code.firstLine,
          seconds: CodeRun.measuringSeconds)
        let run = try await grader.run(shown, fileName: file, options: gradingOptions)
        var measurement = MeasuredBlock(position: block.position, failure: run.failure)
        if run.failure == nil {
          var new = text
          let isChanged = new.replace(
            output.code, with: run.output, machine: "\(Machine.description), \(today)")
          let read = Lesson.read([UInt8](new.data), file: file).lesson?.allCode ?? []
          if read.count == code.count, read[index + 1].code.shows(run.output) {
            (text, measurement.isChanged) = (new, isChanged)
          } else {
            measurement.failure =
              "what it prints cannot stand in the lesson. Print no fence that ends the block of "
              + "its output, and no invisible characters."
          }
        }
        found.append(measurement)
      }
      let after = text.data
      guard after != before else { continue }
      guard try Files.read(path) == before else { throw WorkbookError.changedMeanwhile(path) }
      try Files.rewrite(path, with: after)
    }
    return found
  }

  /// The learner's day, such as `2026-11-21`.
  private var today: String {
    clock.now.formatted(Date.ISO8601FormatStyle(timeZone: clock.zone).year().month().day())
  }
}

/// The lines of a lesson's file, in which the output of measured blocks is replaced and nothing
/// else.
private struct MeasuredLesson {
  /// Lines as they stand in the file; a carriage return at the end is part of a line.
  private var lines: [String]
  /// By how many lines what follows a line of the old file has moved.
  private var shift = 0
  private let original: Data

  init(_ data: Data) {
    original = data
    lines = String(decoding: data, as: UTF8.self).unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  var data: Data { Data(lines.joined(separator: "\n").utf8) }

  /// Replaces the text and the machine of an output block; blocks are given in the file's order.
  /// - Returns: Whether that changed anything.
  mutating func replace(_ old: Code, with output: String, machine: String) -> Bool {
    let before = lines
    let first = old.firstLine - 1 + shift
    let oldCount = old.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    guard lines.indices.contains(first - 1), lines.indices.contains(first + oldCount) else {
      return false
    }
    let end = lines[first - 1].hasSuffix("\r") ? "\r" : ""
    // In a list or a quotation every line begins as the fence does.
    let fence = lines[first - 1].prefix { $0 != "`" && $0 != "~" }
    let prefix = String(fence.map { $0 == ">" || $0 == "\t" ? $0 : " " })
    lines[first - 1] = Self.fence(String(lines[first - 1].dropLast(end.count)), machine) + end
    let new = output.trimmingCharacters(in: .newlines)
      .split(separator: "\n", omittingEmptySubsequences: false).map { line in
        (prefix + line).trimmingTrailingSpaces + end
      }
    lines.replaceSubrange(first..<(first + max(0, oldCount)), with: new)
    shift += new.count - max(0, oldCount)
    return lines != before
  }

  /// The fence's first line with this machine in place of another.
  private static func fence(_ line: String, _ machine: String) -> String {
    let pair = "machine=\"\(machine)\""
    let old = /machine=("(?:[^"\\]|\\.)*"|[^ ]*)/
    if line.contains(old) { return line.replacing(old, with: pair) }
    return line.trimmingTrailingSpaces + " " + pair
  }
}

extension Code {
  /// Whether an output block holds what was printed, but for white space at the ends of lines.
  fileprivate func shows(_ output: String) -> Bool {
    func lines(_ text: String) -> [String] {
      text.trimmingCharacters(in: .newlines).split(
        separator: "\n", omittingEmptySubsequences: false
      ).map { String($0).trimmingTrailingSpaces }
    }
    return isOutput && lines(text) == lines(output)
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
