import Curriculum
import Foundation

/// Where the index of a course is kept: what lists, progress and reviews need of its lessons, so
/// that a command that shows no text need not parse them all.
///
/// It lies among the files that can be deleted. Whatever goes wrong with it only costs time: it is
/// replaced whole, bears a checksum, and is found by content, so it cannot be out of date.
struct CourseIndexFile {
  private let path: String
  /// What tells this build of the program from others, which may read lessons differently.
  private let program: String

  /// nil where nothing can be kept.
  init?(course folder: String, environment: [String: String], executable: String) {
    var status = stat()
    guard let locations = try? Locations(environment: environment), stat(executable, &status) == 0
    else { return nil }
    path = "\(locations.cache)/courses/\(fingerprint(folder)).index"
    program = fingerprint("\(executable) \(status.st_size) \(Self.changeTime(status))")
  }

  func read() -> LessonIndex {
    guard let data = FileManager.default.contents(atPath: path) else { return LessonIndex() }
    return LessonIndex(data, program: program)
  }

  /// Keeps the index; a cache that cannot be written is nobody's trouble.
  func write(_ index: LessonIndex) {
    guard let data = try? index.data(program: program) else { return }
    try? Files.replace(path, with: data)
  }

  private static func changeTime(_ status: stat) -> String {
    #if canImport(Darwin)
      "\(status.st_mtimespec.tv_sec).\(status.st_mtimespec.tv_nsec)"
    #else
      "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    #endif
  }
}
