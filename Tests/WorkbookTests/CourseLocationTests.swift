import Foundation
import Testing
import Workbook

@Suite struct `The course` {
  @Test func `is the one that is named, before any other`() throws {
    let learner = try Learner()
    let found = try CourseLocation.find(
      named: learner.course, workspace: nil, executable: "/usr/bin/pare",
      from: learner.root)
    #expect(found == learner.course)
    let wrong = learner.root + "/nothing"
    #expect(throws: WorkbookError.noCourse(wrong)) {
      try CourseLocation.find(
        named: wrong, workspace: learner.createWorkspace(), executable: learner.course + "/pare",
        from: learner.root)
    }
  }

  @Test func `is the workspace's, where that still exists`() throws {
    let learner = try Learner()
    let workspace = try learner.createWorkspace()
    #expect(
      try CourseLocation.find(
        named: nil, workspace: workspace, executable: "/pare", from: learner.root)
        == learner.course)
    let moved = learner.root + "/moved"
    try FileManager.default.moveItem(atPath: learner.course, toPath: moved)
    #expect(
      try CourseLocation.find(
        named: nil, workspace: workspace, executable: moved + "/.build/release/pare",
        from: learner.root) == moved)
  }

  @Test func `is the one in whose folder one stands, unless one stands in a workspace`() throws {
    let learner = try Learner()
    let workspace = try learner.createWorkspace()
    let other = learner.root + "/other"
    try learner.write("", to: "other/Lessons/course.yaml")
    func found(from here: String) throws -> String {
      try CourseLocation.find(
        named: nil, workspace: workspace, executable: "/usr/bin/pare", from: here)
    }
    #expect(try found(from: other) == other)
    #expect(try found(from: other + "/Lessons") == other)
    #expect(try found(from: learner.folder + "/first") == learner.course)
    #expect(try found(from: learner.root) == learner.course)
  }

  @Test func `is else the one that the program was built from`() throws {
    let learner = try Learner()
    let found = try CourseLocation.find(
      named: nil, workspace: nil, executable: learner.course + "/.build/release/pare",
      from: learner.root)
    #expect(found == learner.course)
  }
}
