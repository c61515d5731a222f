import Foundation

extension Course {
  /// Reads the course in a folder: `Lessons/course.yaml` and the lessons beside it.
  ///
  /// Never throws: what is wrong is listed in the course's `problems`, many at once.
  public static func read(_ folder: String) -> Course {
    var reader = CourseReader(folder: folder)
    return reader.course()
  }
}

/// Reads a course's folder, and gathers what is wrong with it.
struct CourseReader {
  let folder: String
  private var problems: [CourseProblem] = []

  static let courseFile = "Lessons/course.yaml"

  init(folder: String) {
    self.folder = folder
  }

  mutating func course() -> Course {
    let top = SourcePosition(file: Self.courseFile, line: 1)
    var id = ""
    var title = ""
    var language = "en"
    var units: [(text: String, position: SourcePosition)] = []
    do throws(CourseProblem) {
      let source = try SourceText(reading: Self.courseFile, in: folder)
      let value = try YAMLValue(source.lines.joined(separator: "\n"), at: top) { line, column in
        SourcePosition(file: Self.courseFile, line: line, column: column)
      }
      var fields = Fields(value, of: "the course")
      if let format = fields.required("format"), format != "1" {
        fields.report(.unsupportedFormat(format), at: fields.place("format"))
      }
      id = fields.required("id") ?? ""
      title = fields.required("title") ?? ""
      language = fields.text("language") ?? "en"
      units = fields.texts("units")
      _ = fields.value("licence")
      _ = fields.value("authors")
      problems += fields.finish()
    } catch {
      problems.append(error)
    }
    let lessons = ordered(readLessons(), by: units)
    checkRequirements(of: lessons)
    return Course(
      folder: folder, id: id, title: title, language: language, lessons: lessons,
      problems: problems.sorted { $0.position < $1.position })
  }

  private mutating func readLessons() -> [Lesson] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder + "/Lessons")
        .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted()
    } catch {
      // The missing course.yaml has been reported already.
      return []
    }
    var lessons: [Lesson] = []
    for name in names {
      do throws(CourseProblem) {
        let source = try SourceText(reading: "Lessons/" + name, in: folder)
        let read = LessonReader.read(source)
        problems += read.problems
        guard let lesson = read.lesson else { continue }
        if let first = lessons.first(where: { $0.id == lesson.id }) {
          let start = SourcePosition(file: first.file, line: 1)
          problems.append(
            CourseProblem(
              .duplicateLesson(lesson.id, first: start),
              at: SourcePosition(file: lesson.file, line: 1)))
        } else {
          lessons.append(lesson)
        }
      } catch {
        problems.append(error)
      }
    }
    return lessons
  }

  private mutating func ordered(
    _ lessons: [Lesson], by units: [(text: String, position: SourcePosition)]
  ) -> [Lesson] {
    let ids = lessons.map(\.id)
    for unit in units where !ids.contains(unit.text) {
      problems.append(
        CourseProblem(
          .unknownUnit(unit.text, nearest: nearest(to: unit.text, among: ids)), at: unit.position))
    }
    let order = units.map(\.text)
    for lesson in lessons where !order.contains(lesson.id) {
      problems.append(
        CourseProblem(
          .lessonNotListed(lesson.id), at: SourcePosition(file: lesson.file, line: 1)))
    }
    return lessons.sorted { left, right in
      (order.firstIndex(of: left.id) ?? .max, left.file)
        < (order.firstIndex(of: right.id) ?? .max, right.file)
    }
  }

  private mutating func checkRequirements(of lessons: [Lesson]) {
    let requires = Dictionary(uniqueKeysWithValues: lessons.map { ($0.id, $0.requires) })
    for lesson in lessons {
      let top = SourcePosition(file: lesson.file, line: 1)
      for required in lesson.requires where requires[required] == nil {
        problems.append(
          CourseProblem(
            .unknownRequirement(required, nearest: nearest(to: required, among: requires.keys)),
            at: top))
      }
      if let circle = circle(from: lesson.id, requires), circle.min() == lesson.id {
        problems.append(CourseProblem(.requirementCycle(circle + [lesson.id]), at: top))
      }
    }
  }

  /// The lessons of a circle of requirements through `start`, beginning with it.
  private func circle(from start: String, _ requires: [String: [String]]) -> [String]? {
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
