import Foundation

extension Course {
  /// Reads the course in a folder: `Lessons/course.yaml` and the lessons beside it.
  ///
  /// Never throws: what is wrong is listed in the course's `problems`, many at once, and a lesson
  /// that cannot be read never hides the others. Links that lead out of the folder are refused.
  ///
  /// - Parameter folder: The course folder's path, absolute or relative to the current folder.
  public static func read(_ folder: String) -> Course {
    var reader = CourseReader(folder: URL(filePath: folder).standardizedFileURL.path)
    return reader.course()
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
  private var problems: [CourseProblem] = []
  /// What was read, in the order of files.
  private var readings: [LessonReader.Reading] = []
  /// The files of which not even the id is known.
  private var brokenFiles: [String] = []

  static let courseFile = "Lessons/course.yaml"

  init(folder: String) {
    self.folder = folder
  }

  mutating func course() -> Course {
    var course = Course(
      folder: folder, id: "", title: "", language: "en", lessons: [], problems: [])
    let units = readCourseFile(into: &course)
    readLessons()
    if let units { checkUnits(units) }
    checkRequirements()
    let order = Dictionary(
      (units ?? []).enumerated().map { ($1.text, $0) }, uniquingKeysWith: { first, _ in first })
    course.lessons = readings.compactMap(\.lesson).sorted { left, right in
      (order[left.id] ?? .max, left.file) < (order[right.id] ?? .max, right.file)
    }
    course.problems = problems.sorted { $0.position < $1.position }
    return course
  }

  /// Reads `course.yaml`; the answer is its units, nil where the file cannot be read.
  private mutating func readCourseFile(into course: inout Course) -> [Fields.Text]? {
    do throws(CourseProblem) {
      let source = try SourceText(reading: Self.courseFile, in: folder)
      let value = try YAMLValue(source.lines.joined(separator: "\n"), firstLine: 1, in: source)
      var fields = Fields(value, of: "the course")
      guard fields.isMapping else {
        problems += fields.finish()
        return nil
      }
      if let format = fields.required("format"), format != "1" {
        fields.report(.unsupportedFormat(format), at: fields.place("format"))
      }
      if let id = fields.required("id") {
        if !LessonReader.isIdentifier(id) {
          fields.report(.invalidIdentifier(id), at: fields.place("id"))
        }
        course.id = id
      }
      course.title = fields.required("title") ?? ""
      course.language = fields.text("language") ?? "en"
      let count = fields.problems.count
      let units = fields.requiredTexts("units", orOne: false)
      let isComplete = fields.problems.count == count
      _ = fields.value("licence")
      _ = fields.value("authors")
      problems += fields.finish()
      return isComplete ? units : nil
    } catch {
      problems.append(error)
      return nil
    }
  }

  private mutating func readLessons() {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder + "/Lessons")
        .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted()
    } catch {
      // That course.yaml is missing or cannot be read has been reported.
      return
    }
    var first: [String: String] = [:]
    for name in names {
      let file = "Lessons/" + name
      do throws(CourseProblem) {
        let reading = LessonReader.read(try SourceText(reading: file, in: folder))
        problems += reading.problems
        guard let id = reading.id else {
          brokenFiles.append(name)
          continue
        }
        if let other = first[id] {
          problems.append(
            CourseProblem(
              .duplicateLesson(id, first: SourcePosition(file: other, line: 1)),
              at: SourcePosition(file: file, line: 1)))
        } else {
          first[id] = file
          readings.append(reading)
        }
      } catch {
        problems.append(error)
        brokenFiles.append(name)
      }
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
    for lesson in readings.compactMap(\.lesson) where first[lesson.id] == nil {
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
