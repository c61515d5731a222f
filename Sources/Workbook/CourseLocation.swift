import Curriculum
import Foundation

/// Finds the course: the one that is named, else the workspace's, else the one that the program
/// was built from.
public enum CourseLocation {
  /// The course's folder, absolute.
  public static func find(
    named: String?, workspace: Workspace?, executable: String
  ) throws(WorkbookError) -> String {
    if let named {
      let path = Files.absolute(named)
      guard isCourse(path) else { throw .noCourse(path) }
      return path
    }
    if let path = workspace?.course, isCourse(path) { return path }
    if let path = Files.nearest(to: executable, where: isCourse) { return path }
    let here = FileManager.default.currentDirectoryPath
    guard isCourse(here) else { throw .noCourse(here) }
    return here
  }

  private static func isCourse(_ path: String) -> Bool {
    Files.exists(path + "/Lessons/course.yaml")
  }
}
