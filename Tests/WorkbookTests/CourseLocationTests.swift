import Foundation
import Testing
import Workbook

@Suite struct `The course` {
  @Test func `is the one that is named, before any other`() throws {
    let learner = try Learner()
    let found = try CourseLocation.find(
      named: learner.course, workspace: nil, executable: "/usr/bin/pare")
    #expect(found == learner.course)
    let wrong = learner.root + "/nothing"
    #expect(throws: WorkbookError.noCourse(wrong)) {
      try CourseLocation.find(
        named: wrong, workspace: learner.createWorkspace(), executable: learner.course + "/pare")
    }
  }

  @Test func `is the workspace's, where that still exists`() throws {
    let learner = try Learner()
    let workspace = try learner.createWorkspace()
    #expect(
      try CourseLocation.find(named: nil, workspace: workspace, executable: "/pare")
        == learner.course)
    let moved = learner.root + "/moved"
    try FileManager.default.moveItem(atPath: learner.course, toPath: moved)
    #expect(
      try CourseLocation.find(
        named: nil, workspace: workspace, executable: moved + "/.build/release/pare") == moved)
  }

  @Test func `is else the one that the program was built from`() throws {
    let learner = try Learner()
    let found = try CourseLocation.find(
      named: nil, workspace: nil, executable: learner.course + "/.build/release/pare")
    #expect(found == learner.course)
  }
}
