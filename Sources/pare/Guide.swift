import ArgumentParser
import Foundation
import Terminal
import Workbook

/// `pare guide [TOPIC]`
struct Guide: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guide",
    abstract: "Short manuals: exercises, reviews, grading, lab, first-course, authoring.",
    discussion: "Without a topic they are listed. To page: pare guide authoring | less")

  @Argument(help: "The topic, such as exercises.")
  var topic: String?

  @OptionGroup var display: DisplayArguments

  func run() throws {
    let manuals = try Manuals(executable: Executable.path)
    guard let topic else { return try display.show(manuals.contents(display.capabilities)) }
    guard manuals.topics.contains(topic) else {
      let nearest = manuals.nearest(to: topic).map { " Did you mean \"\($0)\"?" } ?? ""
      let all = manuals.topics.joined(separator: ", ")
      complain("pare: No topic \"\(topic)\".\(nearest) Topics: \(all)\n")
      throw ExitCode(ExitStatus.usage.rawValue)
    }
    try display.show(manuals.lines(of: topic, display.capabilities))
  }
}
