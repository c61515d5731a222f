public import Curriculum
public import Foundation

/// The learner's folder: a file for each exercise, and a Package.swift so that editors complete
/// and jump.
public struct Workspace: Sendable, Equatable {
  /// The folder's absolute path.
  public let folder: String

  /// What `pare` keeps there: which course the workspace belongs to, and replaced files.
  private static let marker = ".pare"

  /// The learner's file for an exercise.
  public func file(of exercise: String) -> String { "\(folder)/\(exercise).swift" }

  /// The course that the workspace was made for.
  public var course: String? {
    let text = try? String(contentsOfFile: "\(folder)/\(Self.marker)/course", encoding: .utf8)
    return text?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The workspace that holds `folder`, else the one that was made last.
  public static func find(from folder: String, locations: Locations?) -> Workspace? {
    func isWorkspace(_ path: String) -> Bool { Files.exists("\(path)/\(marker)/course") }
    if let path = Files.nearest(to: Files.absolute(folder), where: isWorkspace) {
      return Workspace(folder: path)
    }
    // Before the first workspace was made nothing is remembered.
    guard let locations,
      let last = try? String(
        contentsOfFile: locations.configuration + "/workspace", encoding: .utf8
      ).trimmingCharacters(in: .whitespacesAndNewlines),
      isWorkspace(last)
    else { return nil }
    return Workspace(folder: last)
  }

  /// What `create` did.
  public struct Created: Sendable, Equatable {
    /// The workspace.
    public let workspace: Workspace
    /// Files that were written, relative to the workspace.
    public let added: [String]
    /// Files that were there already and were left alone.
    public let kept: [String]
  }

  /// Makes or completes a workspace. Nothing that is there is overwritten, ever.
  ///
  /// `modules` is the folder of the compiled library, for the editor.
  public static func create(
    at folder: String, course: Course, modules: String, locations: Locations
  ) throws(WorkbookError) -> Created {
    let path = Files.absolute(folder)
    if Files.isInside(path, course.folder) || Files.exists(path + "/Lessons/course.yaml") {
      throw .workspaceInCourse(path)
    }
    let workspace = Workspace(folder: path)
    try Files.makeFolder(path)
    var added: [String] = []
    var kept: [String] = []
    func put(_ name: String, _ data: Data) throws(WorkbookError) {
      if try Files.create("\(path)/\(name)", data) { added.append(name) } else { kept.append(name) }
    }
    for exercise in course.exercises {
      let starter = try Files.read(Files.inCourse(course.folder, exercise.starterPath))
      try put("\(exercise.id).swift", starter)
    }
    try put("Package.swift", Data(packageManifest.utf8))
    try put(".gitignore", Data(".build/\n.pare/\n".utf8))
    // These two belong to the program: they follow the course when it moves.
    try Files.replace("\(path)/\(marker)/course", with: Data("\(course.folder)\n".utf8))
    try Files.replace("\(path)/\(marker)/modules", with: Data("\(modules)\n".utf8))
    // The library imports its kernels in C for itself alone; an editor's compiler still wants a
    // module of that name.
    try Files.replace(
      "\(path)/\(marker)/module.modulemap", with: Data("module CKernels {}\n".utf8))
    try Files.replace(locations.configuration + "/workspace", with: Data("\(path)\n".utf8))
    return Created(workspace: workspace, added: added, kept: kept)
  }

  /// Puts the starter back; the learner's file, if there is one, is kept and its new path returned.
  public func reset(
    _ exercise: Exercise, in course: Course, at time: Date
  ) throws(WorkbookError) -> String? {
    let starter = try Files.read(Files.inCourse(course.folder, exercise.starterPath))
    let path = file(of: exercise.id)
    var backup: String?
    if Files.nameIsTaken(path) {
      if FileManager.default.contents(atPath: path) == starter { return nil }
      let stamp = time.formatted(
        Date.ISO8601FormatStyle(dateSeparator: .dash, timeSeparator: .omitted))
      var number = 1
      var name = "\(folder)/\(Self.marker)/backups/\(exercise.id)-\(stamp).swift"
      // The file itself moves: byte for byte, and on a full disk too.
      while try !Files.move(path, to: name) {
        number += 1
        name = "\(folder)/\(Self.marker)/backups/\(exercise.id)-\(stamp)-\(number).swift"
      }
      backup = name
    }
    try Files.replace(path, with: starter)
    return backup
  }

  /// The manifest lists the files that it finds, so that it need never be written again.
  private static let packageManifest = """
    // swift-tools-version: 6.0
    import Foundation
    import PackageDescription

    // For your editor: it completes names and jumps to definitions. `pare check` does not need it.
    let folder = Context.packageDirectory
    let files = FileManager.default
    let modules =
      (try? String(contentsOfFile: folder + "/.pare/modules", encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines) ?? ""

    var targets: [Target] = []
    for unit in (try? files.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    where !unit.hasPrefix(".") {
      let sources = (try? files.contentsOfDirectory(atPath: folder + "/" + unit)) ?? []
      let names = sources.filter { $0.hasSuffix(".swift") }.sorted()
      for name in names {
        targets.append(
          .target(
            name: unit + "_" + name.dropLast(6).replacingOccurrences(of: "-", with: "_"),
            path: unit, exclude: sources.filter { $0 != name }, sources: [name],
            swiftSettings: [.unsafeFlags(["-I", modules, "-I", folder + "/.pare"])]))
      }
    }

    let package = Package(name: "solutions", targets: targets)

    """
}
