import Curriculum
import Foundation

/// Finds the course: the one that is named, else the one in whose folder or workspace one stands,
/// else the one of the last workspace, else the one that the program was built from.
public enum CourseLocation {
  /// The course's folder, absolute.
  public static func find(
    named: String?, workspace: Workspace?, executable: String,
    from here: String
  ) throws(WorkbookError) -> String {
    if let named {
      let path = Files.absolute(named)
      guard isCourse(path) else { throw .noCourse(path) }
      return path
    }
    let standsInWorkspace = workspace.map { Files.isInside(here, $0.folder) } ?? false
    if !standsInWorkspace, let path = Files.nearest(to: here, where: isCourse) { return path }
    if let path = workspace?.course, isCourse(path) { return path }
    if let path = Files.nearest(to: executable, where: isCourse) { return path }
    throw .noCourse(here)
  }

  private static func isCourse(_ path: String) -> Bool {
    Files.exists(path + "/Lessons/course.yaml")
  }
}
