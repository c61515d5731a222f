import Curriculum
import Foundation
import Testing
import Workbook

/// What a path on the command line means.
@Suite struct `What is linted` {
  @Test func `is the exercise that a Swift file belongs to`() async throws {
    let learner = try Learner(LintCourse.files)
    for file in [
      "Exercises/small/double.swift", "Solutions/small/double.swift",
      "Solutions/small/double.alternatives/sum.swift",
      "Solutions/small/double.mistakes/one-more.swift",
    ] {
      let path = learner.course + "/" + file
      let target = try Workbook.lintTarget(path, course: nil)
      #expect(target.course == learner.course)
      #expect(target.file == file)
      let workbook = try learner.workbook()
      let selection = try workbook.selection(file: target.file, exercise: nil)
      #expect(try workbook.selection(file: nil, exercise: "double") == selection)
    }
    let workbook = try learner.workbook()
    let report = try await workbook.lint(
      .init(selection: try workbook.selection(file: nil, exercise: "small/double")))
    #expect(report.isClean)
    #expect(report.total.programs == 4)
    #expect(report.total.exercises == 1)
    #expect(report.total.questionCount == 0)
  }

  @Test func `leaves out what is wrong elsewhere`() async throws {
    var files = LintCourse.files
    files["Solutions/small/double.mistakes/nobody.swift"] = "let nobody = 0\n"
    files["Lessons/01-small.md"] = LintCourse.lesson.replacingOccurrences(
      of: "## Overview", with: "## Overvieuw")
    let workbook = try Learner(files).workbook()
    let selection = try workbook.selection(file: nil, exercise: "small/double")
    let problems = try await workbook.lint(.init(selection: selection, runsCode: false)).problems
    #expect(problems.filter { !$0.isAdvice }.map(\.reason.code) == ["mistakeNotDeclared"])
    let all = try await workbook.lint(.init(runsCode: false)).problems
    #expect(all.contains { $0.reason.code == "missingSection" })
  }

  @Test func `is nothing where the path is none of a course`() throws {
    let learner = try Learner(LintCourse.files)
    try learner.write("Words.\n", to: "course/README.md")
    try learner.write("Words.\n", to: "elsewhere/Lessons/01-small.md")
    #expect(throws: WorkbookError.noFile("/nowhere/at/all")) {
      try Workbook.lintTarget("/nowhere/at/all", course: nil)
    }
    #expect(throws: WorkbookError.noCourse(learner.root + "/elsewhere")) {
      try Workbook.lintTarget(learner.root + "/elsewhere", course: nil)
    }
    #expect(throws: WorkbookError.noCourse(learner.root + "/elsewhere/Lessons")) {
      try Workbook.lintTarget(learner.root + "/elsewhere/Lessons/01-small.md", course: nil)
    }
    let outside = learner.root + "/elsewhere/Lessons/01-small.md"
    #expect(throws: WorkbookError.notOfCourse(outside, course: learner.course)) {
      try Workbook.lintTarget(outside, course: learner.course)
    }
    let workbook = try learner.workbook()
    #expect(
      throws: WorkbookError.notOfCourse(learner.course + "/README.md", course: learner.course)
    ) {
      try workbook.selection(file: "README.md", exercise: nil)
    }
    #expect(throws: WorkbookError.noExercise("small/dubble", nearest: "small/double")) {
      try workbook.selection(file: nil, exercise: "small/dubble")
    }
  }
}
