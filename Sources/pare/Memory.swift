import ArgumentParser
import Foundation
import Grading
import Reviews
import Workbook

/// `pare memory …`: the review store.
struct Memory: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The review store: check it, mend it, bring it back.",
    subcommands: [
      MemoryVerify.self, MemoryRepair.self, MemoryRestore.self, MemoryReplay.self, MemoryUndo.self,
    ])
}

/// `pare memory verify`
struct MemoryVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read the whole file, compute every card anew from the log, and compare.")

  @OptionGroup var course: CourseOptions

  func run() throws {
    let workbook = try course.workbook()
    guard let store = try workbook.openStoreToRead() else {
      return try say("There is no store yet: \(try workbook.locations.store)")
    }
    let problems = try store.quickCheck() + store.verify().map(\.description)
    if problems.isEmpty {
      return try say("\(try workbook.locations.store): every card agrees with its history.")
    }
    for problem in problems { try say(problem) }
    try say("Compute the cards anew: pare memory repair")
    throw ExitCode(ExitStatus.badData.rawValue)
  }
}

/// `pare memory repair`
struct MemoryRepair: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair", abstract: "Compute every card anew from the log.")

  @OptionGroup var course: CourseOptions

  func run() throws {
    let mended = try course.workbook().openStore().repair()
    try say(
      mended.isEmpty
        ? "Nothing to mend: every card agreed with its history."
        : "Computed anew: \(mended.joined(separator: ", "))")
  }
}

/// `pare memory restore [BACKUP]`
struct MemoryRestore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Return to a backup; without a name they are listed. The present file is kept.")

  @Argument(help: "A backup's name or path, or latest.")
  var backup: String?

  @OptionGroup var course: CourseOptions

  func run() throws {
    let workbook = try course.workbook()
    let store = try workbook.locations.store
    let backups = Backup.list(besideStore: store)
    guard let backup else {
      if backups.isEmpty { return try say("There are no backups yet.") }
      for backup in backups.sorted() {
        try say("\(backup.url.lastPathComponent)  \(backup.date.formatted(.iso8601))")
      }
      return try say(
        "Return to one: pare memory restore \(backups.max()?.url.lastPathComponent ?? "")")
    }
    let chosen =
      backup == "latest"
      ? backups.max()?.url : backups.first { $0.url.lastPathComponent == backup }?.url
    let moved = try ReviewStore.restore(
      from: chosen ?? URL(filePath: backup), to: store, at: workbook.clock.now)
    try say("Restored from \((chosen ?? URL(filePath: backup)).lastPathComponent).")
    if let moved { try say("The file that was there is kept as \(moved.path).") }
  }
}

/// `pare memory replay FILE`
struct MemoryReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Compute the memory states of review histories, as JSON.",
    discussion: "The file has sequences of ratings with their times; - reads standard input.")

  @Argument(help: "A JSON file of histories.")
  var file: String

  func run() throws {
    let data: Data
    if file == "-" {
      data = FileHandle.standardInput.readDataToEndOfFile()
    } else {
      guard FileManager.default.fileExists(atPath: file) else { throw WorkbookError.noFile(file) }
      do {
        data = try Data(contentsOf: URL(filePath: file))
      } catch {
        throw WorkbookError.cannotRead(file, why: systemReason(of: error))
      }
    }
    do {
      try say(String(decoding: Replay.run(json: data), as: UTF8.self))
    } catch let error as ReplayError {
      throw WorkbookError.badHistory(file, why: error.description)
    }
  }
}

/// `pare memory undo`
struct MemoryUndo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take the last answer back, also after a restart.")

  @OptionGroup var course: CourseOptions
  @OptionGroup var display: DisplayArguments

  func run() throws {
    try display.show(course.workbook().undoAnswer(display.capabilities))
  }
}
