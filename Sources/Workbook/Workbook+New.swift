import Curriculum
import Foundation
public import Terminal

/// What `pare new` made.
public struct NewFiles: Sendable, Encodable {
  let schema = "pare.new/1"
  /// `course`, `lesson` or `exercise`.
  public let kind: String
  /// Its id.
  public let id: String
  /// The course's folder.
  public let course: String
  /// The files that are new, relative to the course.
  public internal(set) var made: [String] = []
  /// The files that were there and got something more.
  public internal(set) var changed: [String] = []
  /// The command to type next.
  public internal(set) var next = ""
  /// Why.
  public internal(set) var reason = ""
}

extension Workbook {
  /// Makes a course folder without lessons.
  ///
  /// - Parameters:
  ///   - folder: Where; it may exist, but hold no course.
  ///   - title: The course's title; the folder's name in words where it is nil.
  public static func newCourse(at folder: String, title: String?) throws(WorkbookError) -> NewFiles
  {
    let path = Files.absolute(folder)
    let name = (path as NSString).lastPathComponent
    let id = Skeleton.identifier(from: name)
    let title = try checked(title) ?? Skeleton.title(of: name)
    var files = NewFiles(kind: "course", id: id, course: path)
    let file = "Lessons/course.yaml"
    try make([(file, Skeleton.course(id: id, title: title))], in: path, &files)
    files.next = command("pare new lesson first-lesson", for: path)
    files.reason = "Choose its id: small letters, digits, hyphens."
    return files
  }

  /// Makes a lesson with its nine sections, and adds it to the course.
  public func newLesson(_ id: String, title: String?) throws(WorkbookError) -> NewFiles {
    guard Course.isIdentifier(id), !id.contains("/") else {
      throw .badIdentifier(id, example: "rounding-numbers")
    }
    let title = try Self.checked(title) ?? Skeleton.title(of: id)
    if let known = course.outline(id) { throw .alreadyThere("The lesson \(id) (\(known.file))") }
    let names = try Files.names(in: course.folder + "/Lessons").filter { $0.hasSuffix(".md") }
    if let taken = names.first(where: { $0 == "\(id).md" || $0.hasSuffix("-\(id).md") }) {
      throw .alreadyThere("Lessons/\(taken)")
    }
    let numbers = names.compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
    let number = (numbers.max() ?? 0) + 1
    let file = "Lessons/\(number < 10 ? "0" : "")\(number)-\(id).md"
    let courseFile = "Lessons/course.yaml"
    let text = try source(courseFile)
    let changed = Course.adding(unit: id, to: text)
    guard let changed else {
      throw broken(courseFile, else: "no place for another unit was found. Add it by hand.")
    }
    var files = NewFiles(kind: "lesson", id: id, course: course.folder)
    try Self.make([(file, Skeleton.lesson(id: id, title: title))], in: course.folder, &files)
    try change(courseFile, from: text, to: changed, &files)
    files.next = Self.command("pare new exercise \(id)/first-exercise", for: course.folder)
    files.reason = "Or write \(file) first: each section says what belongs there."
    return files
  }

  /// Makes an exercise's files, and adds a step with it to its lesson.
  public func newExercise(_ id: String, title: String?) throws(WorkbookError) -> NewFiles {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard Course.isIdentifier(id), parts.count == 2 else {
      throw .badIdentifier(id, example: "\(course.outlines.first?.id ?? "lesson")/half-up")
    }
    let title = try Self.checked(title) ?? Skeleton.title(of: id)
    let lesson = try lesson(String(parts[0]))
    guard lesson.id == parts[0] else {
      throw .noLesson(String(parts[0]), nearest: lesson.id)
    }
    if lesson.exercises.contains(where: { $0.id == id }) {
      throw .alreadyThere("The exercise \(id) (\(lesson.file))")
    }
    let function = Skeleton.function(of: id, taken: try libraryNames().exported)
    let step = Skeleton.step(
      lesson.nextStepNumber, exercise: id, title: title, function: function)
    let text = try source(lesson.file)
    let changed = lesson.adding(step: step, with: id, to: text)
    guard let changed else {
      throw broken(
        lesson.file, else: "no place for a step was found. Give it the section \"Learning path\".")
    }
    var files = NewFiles(kind: "exercise", id: id, course: course.folder)
    let solutions = "Solutions/\(id)"
    try Self.make(
      [
        ("Exercises/\(id).swift", Skeleton.starter(function: function)),
        ("\(solutions).swift", Skeleton.solution(function: function)),
        ("\(solutions).mistakes/first-left-out.swift", Skeleton.mistake(function: function)),
        ("\(solutions).alternatives/by-reducing.swift", Skeleton.alternative(function: function)),
      ], in: course.folder, &files)
    try change(lesson.file, from: text, to: changed, &files)
    files.next = Self.command("pare lint --fast", for: course.folder)
    files.reason = "Write the task, and see what is still missing."
    return files
  }

  // MARK: Files

  private func source(_ file: String) throws(WorkbookError) -> String {
    let data = try Files.read(Files.inCourse(course.folder, file))
    guard let text = String(validating: data, as: UTF8.self) else {
      throw broken(file, else: "the file is not valid UTF-8. Save it in UTF-8.")
    }
    return text
  }

  /// What keeps a file from being changed: what is wrong with it, or that no place was found.
  private func broken(_ file: String, else reason: String) -> WorkbookError {
    let problems = course.problems.filter { !$0.isAdvice && $0.position.file == file }
    return .brokenCourse(problems.isEmpty ? ["\(file): \(reason)"] : problems.map(\.description))
  }

  /// Writes files that are not there yet: all of them or none.
  private static func make(
    _ wanted: [(path: String, text: String)], in folder: String, _ files: inout NewFiles
  ) throws(WorkbookError) {
    for (path, _) in wanted where Files.nameIsTaken("\(folder)/\(path)") {
      throw .alreadyThere(path)
    }
    do throws(WorkbookError) {
      for (path, text) in wanted {
        guard try Files.create("\(folder)/\(path)", Data(text.utf8)) else {
          throw WorkbookError.alreadyThere(path)
        }
        files.made.append(path)
      }
    } catch {
      takeBack(files)
      throw error
    }
  }

  /// Puts a text in the place of one that is still as it was read.
  private func change(
    _ file: String, from old: String, to new: String, _ files: inout NewFiles
  ) throws(WorkbookError) {
    do throws(WorkbookError) {
      let path = try Files.inCourse(course.folder, file)
      guard try Files.read(path) == Data(old.utf8) else {
        throw WorkbookError.changedMeanwhile(path)
      }
      try Files.rewrite(path, with: Data(new.utf8))
      files.changed.append(file)
    } catch {
      Self.takeBack(files)
      throw error
    }
  }

  /// Removes what was made, so that a command that fails leaves nothing behind.
  private static func takeBack(_ files: NewFiles) {
    for path in files.made { unlink("\(files.course)/\(path)") }
  }

  /// A title that can stand in a heading.
  private static func checked(_ title: String?) throws(WorkbookError) -> String? {
    guard let title else { return nil }
    let text = title.trimmingCharacters(in: .whitespaces)
    guard !text.isEmpty,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { throw .badTitle(title) }
    return text
  }

  // MARK: Words

  /// A command as it must be typed here, so that it finds the course.
  private static func command(_ command: String, for course: String) -> String {
    let here = FileManager.default.currentDirectoryPath
    let nearest = Files.nearest(to: here) { Files.exists($0 + "/Lessons/course.yaml") }
    guard nearest.map(Files.resolved) != Files.resolved(course) else { return command }
    let path = course.hasPrefix(here + "/") ? String(course.dropFirst(here.count + 1)) : course
    let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-+".contains($0) }
    let word = isPlain ? path : "'\(path.replacing("'", with: "'\\''"))'"
    return "\(command) --course \(word)"
  }

  /// What was made, for a person.
  public static func lines(of files: NewFiles, _ capabilities: Capabilities) -> [Line] {
    var lines = Layout.row("Course", [Span(files.course)], capabilities)
    for path in files.made { lines += Layout.row("Made", [Span(path, .strong)], capabilities) }
    for path in files.changed { lines += Layout.row("Changed", [Span(path)], capabilities) }
    return lines + [[]]
      + Layout.row("Next", [Span(files.next, .accent), Span("   \(files.reason)")], capabilities)
  }
}
