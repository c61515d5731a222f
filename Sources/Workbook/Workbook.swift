public import Curriculum
import Foundation

/// The workbook as one person uses it: a course, their workspace, their files, their clock.
///
/// Every use case is a method in a file of its own: `Workbook+Check.swift`, `Workbook+List.swift`.
public struct Workbook: Sendable {
  /// The course, with all that is wrong with it.
  public let course: Course
  /// The learner's folder, where there is one.
  public let workspace: Workspace?
  /// The time.
  public let clock: Clock
  /// The folder of the program and of the compiled library beside it.
  public let programFolder: String
  let environment: [String: String]

  /// Opens the workbook.
  ///
  /// - Parameters:
  ///   - named: The course's folder, where one was named.
  ///   - environment: The process's environment.
  ///   - executable: The program's own path.
  public init(
    course named: String?, environment: [String: String], executable: String
  ) throws(WorkbookError) {
    self.environment = environment
    clock = try Clock(environment: environment)
    programFolder = URL(filePath: executable).deletingLastPathComponent().path
    let here = FileManager.default.currentDirectoryPath
    // Without a place for settings no workspace was remembered.
    workspace = Workspace.find(
      from: here,
      locations: try? Locations(environment: environment))
    let folder = try CourseLocation.find(
      named: named, workspace: workspace, executable: executable, from: here)
    course = Self.read(folder, environment: environment, executable: executable)
  }

  /// Reads the course, by the index of the last time where there is one.
  private static func read(
    _ folder: String, environment: [String: String], executable: String
  ) -> Course {
    let file = CourseIndexFile(course: folder, environment: environment, executable: executable)
    guard let file else { return Course.read(folder) }
    var index = file.read()
    let course = Course.read(folder, index: &index)
    if index.isChanged { file.write(index) }
    return course
  }

  /// Where files go; asked for only when a command needs it, so that reading works without HOME.
  public var locations: Locations {
    get throws(WorkbookError) { try Locations(environment: environment) }
  }

  /// The workspace, or an error that says how to make one.
  public func requireWorkspace() throws(WorkbookError) -> Workspace {
    guard let workspace else { throw .noWorkspace }
    return workspace
  }

  /// The lesson with this id; a file name or its number will do as well.
  public func lesson(_ id: String) throws(WorkbookError) -> Lesson {
    let named = course.outline(id) ?? course.outlines.first { $0.isNamed(id) }
    if let lesson = named.flatMap({ course.lesson($0.id) }) { return lesson }
    // A broken lesson is named with what is wrong with it, not as if it did not exist.
    let broken = course.problems.filter { !$0.isAdvice && $0.position.file.contains(id) }
    guard broken.isEmpty, !course.outlines.isEmpty else {
      throw .brokenCourse((broken.isEmpty ? course.problems : broken).map(\.description))
    }
    throw .noLesson(id, nearest: nearest(to: id, among: course.outlines.map(\.id)))
  }

  /// The exercise with this id, the lesson that it stands in, or an error that names the nearest.
  ///
  /// `dense-forward` alone will do where only one exercise ends so, and so will a path to its file.
  public func exercise(
    _ id: String
  ) throws(WorkbookError) -> (exercise: Exercise, lesson: Lesson) {
    var name = id.hasSuffix(".swift") ? String(id.dropLast(6)) : id
    if let workspace, name.hasPrefix(workspace.folder + "/") {
      name = String(name.dropFirst(workspace.folder.count + 1))
    }
    if name.hasPrefix("./") { name = String(name.dropFirst(2)) }
    let ids = course.exerciseIDs
    let found = ids.contains(name) ? [name] : ids.filter { $0.hasSuffix("/" + name) }
    if found.count > 1 { throw .ambiguousExercise(id, found) }
    if let only = found.first,
      let outline = course.outlines.first(where: { $0.exercises.contains { $0.id == only } }),
      let lesson = course.lesson(outline.id),
      let exercise = lesson.exercises.first(where: { $0.id == only })
    {
      return (exercise, lesson)
    }
    if ids.isEmpty, !course.problems.isEmpty {
      throw .brokenCourse(course.problems.map(\.description))
    }
    // A part of the name is as good a beginning as a slip of the fingers.
    let near =
      nearest(to: name, among: ids) ?? nearest(to: name, among: ids.map(lastPart))
      ?? ids.first { name.count > 2 && $0.contains(name) }
    throw .noExercise(id, nearest: near)
  }

  private func lastPart(_ id: String) -> String {
    id.split(separator: "/").last.map(String.init) ?? id
  }
}

extension LessonOutline {
  /// Whether a person means this lesson: its file's name, with or without `.md` and folders, or
  /// the number with which that begins.
  fileprivate func isNamed(_ name: String) -> Bool {
    let own = (file as NSString).lastPathComponent
    let meant = (name as NSString).lastPathComponent
    if own == meant || own == meant + ".md" { return true }
    guard let number = Int(meant) else { return false }
    return Int(own.prefix { $0.isASCII && $0.isNumber }) == number
  }
}
