import Curriculum
import Foundation
import Reviews

extension Workbook {
  /// How many questions of the course are due, told without reading its lessons: for a shell
  /// prompt.
  ///
  /// - Parameters:
  ///   - named: The course's folder, where one was named.
  ///   - environment: The process's environment.
  ///   - executable: The program's own path.
  public static func dueCount(
    course named: String?, environment: [String: String], executable: String
  ) throws -> Int {
    let clock = try Clock(environment: environment)
    let locations = try Locations(environment: environment)
    guard let store = try ReviewStore.readOnly(path: locations.store) else { return 0 }
    let here = FileManager.default.currentDirectoryPath
    let workspace = Workspace.find(
      from: here, locations: locations)
    let folder = try CourseLocation.find(
      named: named, workspace: workspace, executable: executable, from: here)
    return try store.dueCount(ofCourse: Course.id(of: folder), at: clock.now, zone: clock.zone)
  }
}
