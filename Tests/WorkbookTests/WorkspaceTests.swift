import Foundation
import Testing
import Workbook

@Suite struct `A workspace` {
  @Test func `holds every starter, a manifest and what version control is to ignore`() throws {
    let learner = try Learner()
    let workbook = try learner.workbook()
    let created = try Workspace.create(
      at: learner.folder, course: workbook.course, modules: "/modules",
      locations: workbook.locations)
    #expect(
      created.added == [
        "first/double.swift", "second/double.swift", "second/halve.swift", "Package.swift",
        ".gitignore",
      ])
    #expect(created.kept.isEmpty)
    #expect(try learner.text("solutions/first/double.swift") == SampleCourse.starter("double"))
    #expect(try learner.text("solutions/.gitignore") == ".build/\n.pare/\n")
    #expect(try learner.text("solutions/.pare/modules") == "/modules\n")
    #expect(created.workspace.course == learner.course)
  }

  @Test func `is completed by a second call, which overwrites nothing`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    try learner.write("// mine\n", to: "solutions/first/double.swift")
    try learner.write("// mine too\n", to: "solutions/Package.swift")
    try learner.write("// elsewhere\n", to: "elsewhere.swift")
    let files = FileManager.default
    try files.removeItem(atPath: learner.folder + "/second/double.swift")
    try files.removeItem(atPath: learner.folder + "/second/halve.swift")
    try files.createSymbolicLink(
      atPath: learner.folder + "/second/double.swift",
      withDestinationPath: learner.root + "/elsewhere.swift")
    try files.createSymbolicLink(
      atPath: learner.folder + "/second/halve.swift",
      withDestinationPath: learner.root + "/nowhere.swift")
    let workbook = try learner.workbook()
    let again = try Workspace.create(
      at: learner.folder, course: workbook.course, modules: "/modules",
      locations: workbook.locations)
    #expect(again.added.isEmpty)
    #expect(again.kept.count == 5)
    #expect(try learner.text("solutions/first/double.swift") == "// mine\n")
    #expect(try learner.text("solutions/Package.swift") == "// mine too\n")
    #expect(try learner.text("elsewhere.swift") == "// elsewhere\n")
    #expect(!files.fileExists(atPath: learner.root + "/nowhere.swift"))
  }

  @Test func `is never made inside a course, not even through a link`() throws {
    let learner = try Learner()
    let workbook = try learner.workbook()
    try FileManager.default.createSymbolicLink(
      atPath: learner.root + "/link", withDestinationPath: learner.course)
    for folder in [learner.course, learner.course + "/mine", learner.root + "/link/mine"] {
      #expect(throws: WorkbookError.workspaceInCourse(folder)) {
        try Workspace.create(
          at: folder, course: workbook.course, modules: "", locations: workbook.locations)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: learner.course + "/mine"))
    // A name that only begins like the course's is another folder.
    let beside = try Workspace.create(
      at: learner.course + "-mine", course: workbook.course, modules: "",
      locations: workbook.locations)
    #expect(beside.added.count == 5)
  }

  @Test func `says why it cannot be made where something else stands`() throws {
    let learner = try Learner()
    try learner.write("a file", to: "solutions")
    let workbook = try learner.workbook()
    #expect {
      try Workspace.create(
        at: learner.folder, course: workbook.course, modules: "", locations: workbook.locations)
    } throws: { error in
      guard case WorkbookError.cannotWrite(let path, _) = error else { return false }
      return path == learner.folder
    }
  }

  @Test func `keeps what a reset replaces, byte for byte and under a name of its own`() throws {
    let learner = try Learner()
    let workspace = try learner.createWorkspace()
    let workbook = try learner.workbook()
    let exercise = try workbook.exercise("first/double").exercise
    let now = Date(timeIntervalSince1970: 1_777_628_400)
    #expect(try workspace.reset(exercise, in: workbook.course, at: now) == nil)
    let notText = Data([0x66, 0xFF, 0x0A])
    try learner.write("// one\n", to: "solutions/first/double.swift")
    let first = try workspace.reset(exercise, in: workbook.course, at: now)
    try learner.write(notText, to: "solutions/first/double.swift")
    let second = try workspace.reset(exercise, in: workbook.course, at: now)
    let backups = learner.folder + "/.pare/backups/first/"
    #expect(first == backups + "double-2026-05-01T094000Z.swift")
    #expect(second == backups + "double-2026-05-01T094000Z-2.swift")
    #expect(try String(contentsOfFile: #require(first), encoding: .utf8) == "// one\n")
    #expect(try Data(contentsOf: URL(filePath: #require(second))) == notText)
    #expect(try learner.text("solutions/first/double.swift") == SampleCourse.starter("double"))
  }

  @Test func `gets a deleted file back by a reset, with nothing to keep`() throws {
    let learner = try Learner()
    let workspace = try learner.createWorkspace()
    let workbook = try learner.workbook()
    try FileManager.default.removeItem(atPath: learner.folder + "/second/halve.swift")
    let backup = try workspace.reset(
      workbook.exercise("halve").exercise, in: workbook.course, at: Date())
    #expect(backup == nil)
    #expect(try learner.text("solutions/second/halve.swift") == SampleCourse.starter("halve"))
  }

  @Test func `is found from a folder inside it, and from elsewhere as the one made last`() throws {
    let learner = try Learner()
    let workspace = try learner.createWorkspace()
    let locations = try learner.workbook().locations
    #expect(Workspace.find(from: learner.folder + "/first", locations: nil) == workspace)
    #expect(Workspace.find(from: "/", locations: nil) == nil)
    #expect(Workspace.find(from: "/", locations: locations) == workspace)
    #expect(try learner.workbook().workspace == workspace)
  }

  @Test func `that was moved is found by standing in it, and nowhere else`() throws {
    let learner = try Learner()
    try learner.createWorkspace()
    let locations = try learner.workbook().locations
    let moved = learner.root + "/moved"
    try FileManager.default.moveItem(atPath: learner.folder, toPath: moved)
    #expect(Workspace.find(from: "/", locations: locations) == nil)
    let found = try #require(Workspace.find(from: moved + "/second", locations: locations))
    #expect(found.folder == moved)
    #expect(found.course == learner.course)
    #expect(throws: WorkbookError.noWorkspace) { try learner.workbook().requireWorkspace() }
  }
}
