import ArgumentParser
import Foundation
import Terminal
import Workbook

/// Which course a command works on.
struct CourseOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The folder of another course.", valueName: "folder"))
  var course: String?

  func workbook() throws -> Workbook {
    try Workbook(
      course: course, environment: ProcessInfo.processInfo.environment,
      executable: Executable.path)
  }
}

/// How a command shows what it has to say.
struct DisplayArguments: ParsableArguments {
  @Option(name: .long, help: "When to use colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Flag(name: .long, help: "Plain text: no escape sequences, no boxes, no full screen.")
  var plain = false

  @Flag(name: .long, help: "For screen readers: append-only, verdicts in words.")
  var accessible = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  /// What standard output can show.
  var capabilities: Capabilities {
    Capabilities.detect(
      .output,
      options: DisplayOptions(
        color: DisplayOptions.ColorChoice(rawValue: color.rawValue) ?? .automatic, plain: plain,
        accessible: accessible))
  }

  /// Prints lines on standard output.
  func show(_ lines: [Line]) throws {
    let capabilities = capabilities
    try writeOutput(lines.rendered(color: capabilities.color))
  }
}

/// The program's own file.
enum Executable {
  static var path: String {
    // Bundle's path follows links, as /proc/self/exe does.
    Bundle.main.executablePath ?? CommandLine.arguments[0]
  }
}

/// Writes a line on standard output; a full disk is an error, as it is not for `print`.
///
/// Names and texts of others may be in it; their control characters do not reach the terminal.
func say(_ text: String) throws {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  try writeOutput(lines.map { String($0).withoutControls + "\n" }.joined())
}

/// Writes on standard error. Where that is closed or full nobody is left to tell.
func complain(_ text: String) {
  try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
}

/// Prints a value as JSON with its schema's name first in the document's keys.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.dateEncodingStrategy = .iso8601
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try writeOutput(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
}
