import Curriculum
import Testing
import Workbook

@Suite struct `A name that a learner types` {
  @Test(arguments: [
    "first/double", "first/double.swift", "./first/double.swift", "first/double",
  ])
  func `finds an exercise by id and by file`(_ name: String) throws {
    let found = try Learner().workbook().exercise(name)
    #expect(found.exercise.id == "first/double")
    #expect(found.lesson.id == "first")
  }

  @Test func `finds an exercise by the path of its file in the workspace`() throws {
    let learner = try Learner()
    let path = try learner.createWorkspace().file(of: "second/halve")
    #expect(try learner.workbook().exercise(path).exercise.id == "second/halve")
  }

  @Test func `may be the last part of an exercise's id, where only one ends so`() throws {
    let workbook = try Learner().workbook()
    #expect(try workbook.exercise("halve").exercise.id == "second/halve")
    let both = WorkbookError.ambiguousExercise("double", ["first/double", "second/double"])
    #expect(throws: both) { try workbook.exercise("double") }
    #expect(both.description.contains("first/double, second/double"))
    #expect(both.exitStatus == .usage)
  }

  @Test(arguments: [
    ("first/duoble", "first/double"), ("secnd/halve", "second/halve"), ("havle", "halve"),
    ("alv", "second/halve"),
  ])
  func `that no exercise has is answered with the nearest`(_ name: String, _ near: String) throws {
    let workbook = try Learner().workbook()
    #expect(throws: WorkbookError.noExercise(name, nearest: near)) { try workbook.exercise(name) }
  }

  @Test func `that nothing resembles is answered without a guess`() throws {
    let workbook = try Learner().workbook()
    let error = WorkbookError.noExercise("zzzzzzzz", nearest: nil)
    #expect(throws: error) { try workbook.exercise("zzzzzzzz") }
    #expect(error.description == "No exercise \"zzzzzzzz\". See them all: pare list")
    #expect(error.exitStatus == .noInput)
  }

  @Test(arguments: [
    "second", "02-second", "02-second.md", "Lessons/02-second.md", "2", "02",
  ])
  func `finds a lesson by id, file or number`(_ name: String) throws {
    #expect(try Learner().workbook().lesson(name).id == "second")
  }

  @Test(
    arguments: [("secnd", "second"), ("3", nil), ("", nil), ("d.md", nil)] as [(String, String?)])
  func `that no lesson has is answered with the nearest`(_ name: String, _ near: String?) throws {
    let workbook = try Learner().workbook()
    #expect(throws: WorkbookError.noLesson(name, nearest: near)) { try workbook.lesson(name) }
  }

  @Test func `of a lesson that is broken is answered with what is wrong with it`() throws {
    var files = SampleCourse.files
    files["Lessons/02-second.md"] = "no front matter\n"
    let workbook = try Learner(files).workbook()
    #expect {
      try workbook.lesson("second")
    } throws: { error in
      guard case WorkbookError.brokenCourse(let problems) = error else { return false }
      return problems.contains { $0.hasPrefix("Lessons/02-second.md:1:") }
    }
    #expect(try workbook.lesson("first").id == "first")
  }
}
