import Curriculum
import Foundation

/// What of a course is to be looked at: all of it, a lesson, or an exercise.
public struct LintSelection: Sendable, Equatable {
  /// The lesson's file, relative to the course folder; nil for all lessons.
  var file: String?
  /// The exercise's id; nil for all exercises.
  var exercise: String?

  /// Everything.
  public static let all = LintSelection()

  /// The lessons that are meant.
  func lessons(of course: Course) -> [Lesson] {
    course.lessons.filter { lesson in
      guard let exercise else { return file.map { lesson.file == $0 } ?? true }
      return lesson.exercises.contains { $0.id == exercise }
    }
  }

  /// The exercises that are meant.
  func exercises(of lesson: Lesson) -> [Exercise] {
    lesson.exercises.filter { $0.id == exercise ?? $0.id }
  }

  /// Whether a place belongs to what is meant.
  func holds(_ position: SourcePosition, in course: Course) -> Bool {
    guard let exercise else { return position.file == file ?? position.file }
    for lesson in lessons(of: course) {
      guard let meant = lesson.exercises.first(where: { $0.id == exercise }) else { continue }
      if position.file == lesson.file {
        let last = meant.checks.last.map {
          $0.firstLine + $0.code.split(separator: "\n", omittingEmptySubsequences: false).count
        }
        return (meant.position.line...(last ?? meant.position.line)).contains(position.line)
      }
      return [meant.starterPath, meant.solutionPath].contains(position.file)
        || position.file.hasPrefix("Solutions/\(meant.id).")
    }
    return false
  }
}

extension Workbook {
  /// The course that a path lies in, and what of it the path names.
  ///
  /// - Parameters:
  ///   - path: A course's folder, a lesson's file, or a Swift file of an exercise.
  ///   - course: The course's folder, where one was named.
  /// - Returns: The course's folder, and the path relative to it; nil for the course itself.
  public static func lintTarget(
    _ path: String, course named: String?
  ) throws(WorkbookError) -> (course: String, file: String?) {
    let isCourse = { (folder: String) in Files.exists(folder + "/Lessons/course.yaml") }
    // With a course that is named, a path may be meant from its folder.
    let candidates =
      [path] + (named.map { [($0 as NSString).appendingPathComponent(path)] } ?? [])
    guard let found = candidates.first(where: { Files.exists($0) }) else { throw .noFile(path) }
    var isFolder: ObjCBool = false
    let absolute = Files.absolute(found)
    _ = FileManager.default.fileExists(atPath: absolute, isDirectory: &isFolder)
    if isFolder.boolValue {
      guard isCourse(absolute) else { throw .noCourse(absolute) }
      return (absolute, nil)
    }
    let folder =
      named.map { Files.absolute($0) }
      ?? Files.nearest(to: (absolute as NSString).deletingLastPathComponent, where: isCourse)
    guard let folder, isCourse(folder) else {
      throw .noCourse(folder ?? (absolute as NSString).deletingLastPathComponent)
    }
    guard absolute.hasPrefix(folder + "/") else { throw .notOfCourse(absolute, course: folder) }
    return (folder, String(absolute.dropFirst(folder.count + 1)))
  }

  /// Refuses a selection with a lesson that cannot be read: what it holds would be left out, and
  /// nobody told.
  func requireReadable(_ selection: LintSelection) throws(WorkbookError) {
    guard selection.exercise == nil else { return }
    let known = Set(course.lessons.map(\.file))
    let broken = course.problems.filter { problem in
      let file = problem.position.file
      return !problem.isAdvice && file.hasSuffix(".md") && !known.contains(file)
        && file == selection.file ?? file
    }
    guard broken.isEmpty else { throw .brokenCourse(broken.map(\.description)) }
  }

  /// What a path relative to the course, and an exercise's id, name together.
  public func selection(
    file: String?, exercise id: String?
  ) throws(WorkbookError) -> LintSelection {
    if let id { return LintSelection(exercise: try exercise(id).exercise.id) }
    guard let file else { return .all }
    if file.hasPrefix("Lessons/"), file.hasSuffix(".md"), !file.dropFirst(8).contains("/") {
      return LintSelection(file: file)
    }
    for exercise in course.exercises
    where [exercise.starterPath, exercise.solutionPath].contains(file)
      || file.hasPrefix(exercise.mistakesFolder + "/")
      || file.hasPrefix(exercise.alternativesFolder + "/")
    {
      return LintSelection(exercise: exercise.id)
    }
    throw .notOfCourse("\(course.folder)/\(file)", course: course.folder)
  }
}
