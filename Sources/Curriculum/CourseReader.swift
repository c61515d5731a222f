import Foundation

extension Course {
  /// Reads the course in a folder: `Lessons/course.yaml` and the lessons beside it.
  ///
  /// Never throws: what is wrong is listed in the course's `problems`, many at once, and a lesson
  /// that cannot be read never hides the others. Links that lead out of the folder are refused.
  ///
  /// - Parameter folder: The course folder's path, absolute or relative to the current folder.
  public static func read(_ folder: String) -> Course {
    var index = LessonIndex()
    return read(folder, index: &index)
  }

  /// Reads the course in a folder, and parses only the lessons that the index does not know.
  ///
  /// - Parameters:
  ///   - folder: The course folder's path, absolute or relative to the current folder.
  ///   - index: The outlines by content; afterwards those of this course.
  public static func read(_ folder: String, index: inout LessonIndex) -> Course {
    var reader = CourseReader(folder: URL(filePath: folder).standardizedFileURL.path, index: index)
    let course = reader.course()
    index = reader.index
    return course
  }

  /// The id of the course in a folder, of which no lesson is read; empty where it has none.
  public static func id(of folder: String) -> String {
    var reader = CourseReader(
      folder: URL(filePath: folder).standardizedFileURL.path, index: LessonIndex())
    return reader.courseFile().id
  }
}

extension Lesson {
  /// Reads one lesson from the bytes of its file.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes, UTF-8.
  ///   - file: The path that positions name, such as `Lessons/01-inference.md`.
  /// - Returns: The lesson, nil where it cannot be used, and what is wrong with it by itself, in
  ///   the order of lines.
  public static func read(_ bytes: [UInt8], file: String) -> (
    lesson: Lesson?, problems: [CourseProblem]
  ) {
    do throws(CourseProblem) {
      let reading = LessonReader.read(try SourceText(bytes: bytes, file: file))
      return (reading.lesson, reading.problems)
    } catch {
      return (nil, [error])
    }
  }
}

/// Reads a course's folder, and gathers what is wrong with it.
struct CourseReader {
  let folder: String
  /// The outlines that are known, and afterwards those that were used.
  private(set) var index: LessonIndex
  private var problems: [CourseProblem] = []
  /// What was read, in the order of files.
  private var readings: [Reading] = []
  /// The files of which not even the id is known.
  private var brokenFiles: [String] = []

  static let courseFile = "Lessons/course.yaml"

  /// What the course needs to know of a lesson's file.
  private struct Reading {
    var file: String
    var id: String?
    var requires: [Fields.Text]
    /// nil where there is no lesson.
    var outline: LessonOutline?
    var content: LessonShelf.Content?
    var problems: [CourseProblem] = []
    /// The fingerprint of a file in which nothing is wrong.
    var key: String?
  }

  init(folder: String, index: LessonIndex) {
    self.folder = folder
    self.index = index
  }

  mutating func course() -> Course {
    let file = courseFile()
    let units = file.units
    readLessons()
    if let units { checkUnits(units) }
    checkRequirements()
    let order = Dictionary(
      (units ?? []).enumerated().map { ($1.text, $0) }, uniquingKeysWith: { first, _ in first })
    var lessons: [(outline: LessonOutline, content: LessonShelf.Content)] = []
    for reading in readings {
      if let outline = reading.outline, let content = reading.content {
        lessons.append((outline, content))
      }
    }
    lessons.sort { left, right in
      (order[left.outline.id] ?? .max, left.outline.file)
        < (order[right.outline.id] ?? .max, right.outline.file)
    }
    return Course(
      folder: folder, id: file.id, title: file.title, language: file.language,
      outlines: lessons.map(\.outline), shelf: LessonShelf(lessons.map(\.content)),
      problems: problems.sorted { $0.position < $1.position })
  }

  /// What `course.yaml` says.
  struct CourseFile {
    var id = ""
    var title = ""
    var language = "en"
    /// The units; nil where they cannot be read.
    var units: [Fields.Text]?
  }

  /// Reads `course.yaml`.
  mutating func courseFile() -> CourseFile {
    var file = CourseFile()
    do throws(CourseProblem) {
      let source = try SourceText(reading: Self.courseFile, in: folder)
      let value = try YAMLValue(source.lines.joined(separator: "\n"), firstLine: 1, in: source)
      var fields = Fields(value, of: "the course")
      guard fields.isMapping else {
        problems += fields.finish()
        return file
      }
      if let format = fields.required("format"), format != "1" {
        fields.report(.unsupportedFormat(format), at: fields.place("format"))
      }
      if let id = fields.required("id") {
        if !LessonReader.isIdentifier(id) {
          fields.report(.invalidIdentifier(id), at: fields.place("id"))
        }
        file.id = id
      }
      file.title = fields.required("title") ?? ""
      file.language = fields.text("language") ?? "en"
      let count = fields.problems.count
      let units = fields.requiredTexts("units", orOne: false)
      if fields.problems.count == count { file.units = units }
      _ = fields.value("licence")
      _ = fields.value("authors")
      problems += fields.finish()
    } catch {
      problems.append(error)
    }
    return file
  }

  private mutating func readLessons() {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder + "/Lessons")
        .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0 != "README.md" }.sorted()
    } catch {
      // That course.yaml is missing or cannot be read has been reported.
      return
    }
    // Few files have changed since the last time: looking them up is not worth a thread.
    let found = names.map { open("Lessons/" + $0) }
    var parsed = concurrentMap(found.compactMap(\.unknown), Self.parse)[...]
    let all = found.map { $0.unknown == nil ? $0.reading : parsed.removeFirst() }
    var entries: [String: LessonIndex.Entry] = [:]
    var first: [String: String] = [:]
    for (name, reading) in zip(names, all) {
      problems += reading.problems
      if let key = reading.key, let outline = reading.outline {
        entries[key] = LessonIndex.Entry(reading.requires, outline)
      }
      guard let id = reading.id else {
        brokenFiles.append(name)
        continue
      }
      if let other = first[id] {
        problems.append(
          CourseProblem(
            .duplicateLesson(id, first: SourcePosition(file: other, line: 1)),
            at: SourcePosition(file: reading.file, line: 1)))
      } else {
        first[id] = reading.file
        readings.append(reading)
      }
    }
    index.replace(with: entries)
  }

  /// A file of which the index does not know the content.
  private struct Unknown {
    var file: String
    var bytes: [UInt8]
    var key: String
  }

  /// Reads a lesson's file, and looks its content up in the index.
  private func open(_ file: String) -> (reading: Reading, unknown: Unknown?) {
    do throws(CourseProblem) {
      let bytes = try SourceText.bytes(of: file, in: folder)
      let key = fingerprint(bytes)
      guard let entry = index.entries[key] else {
        return (Reading(file: file, requires: []), Unknown(file: file, bytes: bytes, key: key))
      }
      var outline = entry.outline
      outline.file = file
      let reading = Reading(
        file: file, id: outline.id, requires: entry.required(in: file), outline: outline,
        content: .unread(file: file, bytes: bytes), key: key)
      return (reading, nil)
    } catch {
      return (Reading(file: file, requires: [], problems: [error]), nil)
    }
  }

  private static func parse(_ unknown: Unknown) -> Reading {
    let file = unknown.file
    do throws(CourseProblem) {
      let reading = LessonReader.read(try SourceText(bytes: unknown.bytes, file: file))
      return Reading(
        file: file, id: reading.id, requires: reading.requires,
        outline: reading.lesson.map(LessonOutline.init),
        content: reading.lesson.map { .read($0) }, problems: reading.problems,
        key: reading.problems.isEmpty ? unknown.key : nil)
    } catch {
      return Reading(file: file, requires: [], problems: [error])
    }
  }

  /// Whether a file that could not be read may be the lesson with this id, as its name says.
  private func mayBeBroken(_ id: String) -> Bool {
    brokenFiles.contains { $0 == id + ".md" || $0.hasSuffix("-" + id + ".md") }
  }

  private mutating func checkUnits(_ units: [Fields.Text]) {
    let ids = readings.compactMap(\.id)
    var first: [String: SourcePosition] = [:]
    for unit in units {
      if let place = first[unit.text] {
        problems.append(CourseProblem(.duplicateUnit(unit.text, first: place), at: unit.position))
        continue
      }
      first[unit.text] = unit.position
      if !ids.contains(unit.text), !mayBeBroken(unit.text) {
        problems.append(
          CourseProblem(
            .unknownUnit(unit.text, nearest: nearest(to: unit.text, among: ids)),
            at: unit.position))
      }
    }
    for lesson in readings.compactMap(\.outline) where first[lesson.id] == nil {
      problems.append(
        CourseProblem(
          .lessonNotListed(lesson.id), at: SourcePosition(file: lesson.file, line: 1)))
    }
  }

  private mutating func checkRequirements() {
    let requires = Dictionary(
      uniqueKeysWithValues: readings.compactMap { reading in
        reading.id.map { ($0, reading.requires.map(\.text)) }
      })
    for reading in readings {
      for required in reading.requires
      where requires[required.text] == nil && !mayBeBroken(required.text) {
        let nearest = nearest(to: required.text, among: requires.keys.sorted())
        problems.append(
          CourseProblem(
            .unknownRequirement(required.text, nearest: nearest), at: required.position))
      }
      // Of the lessons of a circle, the first in the alphabet reports it.
      if let id = reading.id, let circle = Self.circle(from: id, requires), circle.min() == id,
        let step = reading.requires.first(where: { $0.text == circle[1 % circle.count] })
      {
        problems.append(CourseProblem(.requirementCycle(circle + [id]), at: step.position))
      }
    }
  }

  /// The lessons of a circle of requirements through `start`, beginning with it.
  private static func circle(from start: String, _ requires: [String: [String]]) -> [String]? {
    var paths = [[start]]
    var seen: Set<String> = []
    while let path = paths.popLast(), let last = path.last {
      for next in requires[last] ?? [] {
        if next == start { return path }
        if seen.insert(next).inserted { paths.append(path + [next]) }
      }
    }
    return nil
  }
}
