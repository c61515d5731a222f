import Curriculum
import Foundation
public import Terminal

extension Workbook {
  /// The course's data, such as Fashion-MNIST and trained models.
  public var dataFolder: String { course.folder + "/Data" }

  /// Where a workspace is made when nobody says where.
  var standardWorkspace: String {
    (environment["HOME"] ?? FileManager.default.currentDirectoryPath) + "/pare-solutions"
  }

  /// Makes or completes a workspace, and tells what was done; without a folder the one that there
  /// is, else the standard one.
  public func createWorkspace(at folder: String?, _ capabilities: Capabilities) throws -> [Line] {
    let created = try Workspace.create(
      at: folder ?? workspace?.folder ?? standardWorkspace, course: course,
      modules: programFolder + "/Modules", locations: locations)
    var lines = Layout.paragraph(
      [
        .text("Your workspace is "), .code(created.workspace.folder),
        .text(": \(created.added.count) files written, \(created.kept.count) left as they were."),
      ], capabilities)
    lines.append([])
    let first = course.exercises.first?.id ?? ""
    lines += Layout.paragraph(
      [
        .text("Open it in your editor. Start with "), .code("\(first).swift"),
        .text(" and let every save be checked: "), .code("pare watch \(first)"),
      ], capabilities)
    return lines
  }

  /// Puts an exercise's starter back, and tells where the learner's file went.
  public func reset(_ id: String, _ capabilities: Capabilities) throws -> [Line] {
    let workspace = try requireWorkspace()
    let exercise = try exercise(id).exercise
    let backup = try workspace.reset(exercise, in: course, at: clock.now)
    var text: [Inline] = [
      .text("The starter of "), .strong([.text(exercise.id)]), .text(" is back in "),
      .code(shownPath(of: exercise.id)), .text("."),
    ]
    if let backup { text += [.text(" Your file is kept as "), .code(backup), .text(".")] }
    return Layout.paragraph(text, capabilities)
  }
}
