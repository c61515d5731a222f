import ArgumentParser
import Curriculum
import Foundation
import Terminal
import Workbook

/// The program: its commands, nothing else.
@main
struct Pare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pare",
    abstract: "A workbook about making machine-learning models faster and smaller.",
    discussion: """
      Without a command it shows where you are and what to type next.

      Exit status: 0 done; 1 not passed yet; 64 wrong usage; 65 unreadable data; 66 no such \
      input; 69 something is missing; 70 our fault; 74 reading or writing failed; 75 try again; \
      130 interrupted.
      """,
    version: Workbook.version,
    subcommands: [Home.self],
    groupedSubcommands: [
      CommandGroup(
        name: "Learning",
        subcommands: [
          Initialize.self, Learn.self, List.self, Check.self, Watch.self, Submit.self, Hint.self,
          Solution.self, Reset.self,
        ]),
      CommandGroup(name: "Remembering", subcommands: [Quiz.self, Review.self, Memory.self]),
      CommandGroup(name: "The library at work", subcommands: [Lab.self]),
      CommandGroup(name: "Authors", subcommands: [New.self, Lint.self]),
      CommandGroup(
        name: "The program", subcommands: [Status.self, Guide.self, Doctor.self]),
    ],
    defaultSubcommand: Home.self)

  static func main() async {
    Descriptors.prepare()
    EnvironmentNotice.show(for: ProcessInfo.processInfo.environment)
    var isRunning = false
    do {
      try refuseUnknownCommand()
      var command = try parseAsRoot()
      isRunning = true
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      Failure.exit(with: error, isRunning: isRunning)
    }
  }

  /// An unknown command would otherwise count as a wrong argument of the default one, which
  /// nobody typed.
  private static func refuseUnknownCommand() throws {
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else { return }
    var names = ["help", Home._commandName]
    for group in configuration.groupedSubcommands {
      for subcommand in group.subcommands { names.append(subcommand._commandName) }
    }
    guard !names.contains(word) else { return }
    throw WorkbookError.noCommand(word, nearest: nearest(to: word, among: names))
  }
}
