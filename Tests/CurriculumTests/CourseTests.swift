import Curriculum
import Foundation
import Testing

@Suite struct `A course` {
  @Test func `is read in the order of its units`() throws {
    let course = try TemporaryCourse([
      "Lessons/course.yaml": courseFile("b", "a")
        + "language: de\nlicence: MIT\nauthors: [A, B]\n",
      "Lessons/01-a.md": unit("a", front: "requires: b\nminutes: 5\n"),
      "Lessons/02-b.md": unit("b"),
      "Lessons/.hidden.md": "x", "Lessons/notes.txt": "x",
    ]).read()
    #expect(course.problems == [])
    #expect(course.lessons.map(\.id) == ["b", "a"])
    #expect(
      [course.id, course.title, course.language] == ["course", "A course", "de"])
    #expect(course.lesson("a")?.requires == ["b"])
    #expect(course.lesson("a")?.minutes == 5)
    #expect(course.lesson("a")?.file == "Lessons/01-a.md")
    #expect(course.lesson("c") == nil)
    #expect(course.folder.hasPrefix("/"))
  }

  @Test func `that is not there is one clear problem`() throws {
    let expected = [
      "Lessons/course.yaml:1:1: there is no file Lessons/course.yaml. Create it, or correct its name."
    ]
    #expect(Course.read("/no/such/folder").problems.map(\.description) == expected)
    #expect(try TemporaryCourse(["Lessons/a.md": unit("a")]).problems == expected)
  }

  @Test func `with a broken course file still has its lessons`() throws {
    let course = try TemporaryCourse([
      "Lessons/course.yaml": "format: 1\ntitle: a: b\n", "Lessons/a.md": unit("a"),
    ]).read()
    #expect(course.lessons.map(\.id) == ["a"])
    #expect(
      course.problems.map(\.description) == [
        #"Lessons/course.yaml:2:9: YAML: a text with ": " in it must be quoted. Write key: "a: b"."#
      ])
  }

  @Test func `names what is wrong in its file`() throws {
    let course = try TemporaryCourse([
      "Lessons/course.yaml":
        "format: 2\nid: A Course\nunits: [a, b, aaaaab, a]\ntitel: A\n",
      "Lessons/a.md": unit("a"), "Lessons/aaaaaa.md": unit("aaaaaa"),
    ])
    #expect(
      course.problems == [
        #"Lessons/aaaaaa.md:1:1: the lesson "aaaaaa" is not in the course. Add it to units in Lessons/course.yaml."#,
        #"Lessons/course.yaml:1:1: the course needs "title". Add a line "title: …"."#,
        #"Lessons/course.yaml:1:9: the course format is "2"; this program reads format 1. Update the program, or write "format: 1"."#,
        #"Lessons/course.yaml:2:5: "A Course" is no id. Use small letters, digits and hyphens, parts joined by "/"."#,
        #"Lessons/course.yaml:3:12: no lesson has the id "b". Write it, or remove it from units."#,
        #"Lessons/course.yaml:3:15: no lesson has the id "aaaaab". Did you mean "aaaaaa"?"#,
        #"Lessons/course.yaml:3:23: the unit "a" is listed already at Lessons/course.yaml:3:9. Remove one."#,
        #"Lessons/course.yaml:4:1: the course has no field "titel". Did you mean "title"?"#,
      ])
  }

  @Test func `without units says so`() throws {
    #expect(
      try TemporaryCourse([
        "Lessons/course.yaml": "format: 1\nid: a\ntitle: A\n", "Lessons/a.md": unit("a"),
      ]).problems == [
        #"Lessons/course.yaml:1:1: the course needs "units". Add a line "units: …"."#
      ])
    #expect(
      try TemporaryCourse(["Lessons/course.yaml": "- a\n"]).problems == [
        #"Lessons/course.yaml:1:1: the course must be a list of "name: value" lines. Write it so."#
      ])
  }

  @Test func `refuses two lessons with one id`() throws {
    let course = try TemporaryCourse([
      "Lessons/course.yaml": courseFile("a"), "Lessons/1.md": unit("a"), "Lessons/2.md": unit("a"),
    ]).read()
    #expect(course.lessons.map(\.file) == ["Lessons/1.md"])
    #expect(
      course.problems.map(\.description) == [
        #"Lessons/2.md:1:1: the lesson id "a" is used already at Lessons/1.md:1:1. Choose another."#
      ])
  }

  @Test func `refuses requirements that are unknown or go in a circle`() throws {
    let problems = try TemporaryCourse([
      "Lessons/course.yaml": courseFile("a", "b", "c", "d", "e"),
      "Lessons/a.md": unit("a", front: "requires: [d, c]\n"),
      "Lessons/b.md": unit("b", front: "requires:\n  - a\n"),
      "Lessons/c.md": unit("c", front: "requires: [b]\n"),
      "Lessons/d.md": unit("d", front: "requires: [quantisation]\n"),
      "Lessons/e.md": unit("e", front: "requires: [e]\n"),
    ]).problems
    #expect(
      problems == [
        "Lessons/a.md:4:15: lessons require each other in a circle: a → c → b → a. Remove one of the steps.",
        #"Lessons/d.md:4:12: no lesson "quantisation" to require. Remove it from requires."#,
        "Lessons/e.md:4:12: lessons require each other in a circle: e → e. Remove one of the steps.",
      ])
  }

  @Test func `reports a broken lesson once, and reads the others`() throws {
    let course = try TemporaryCourse([
      "Lessons/course.yaml": courseFile("a", "b", "c", "d"),
      // The front matter is broken, the id is not known.
      "Lessons/01-a.md": "---\nid: a\ntitle: a: b\n---\n" + sections,
      // The id is known, the title is missing.
      "Lessons/02-b.md": "---\nid: b\n---\n" + sections,
      "Lessons/03-c.md": unit("c", front: "requires: [a, b]\n"),
    ])
    try course.write([0x2D, 0x0A, 0xFF], to: "Lessons/d.md")
    let read = course.read()
    #expect(read.lessons.map(\.id) == ["c"])
    #expect(
      read.problems.map(\.description) == [
        #"Lessons/01-a.md:3:9: YAML: a text with ": " in it must be quoted. Write key: "a: b"."#,
        #"Lessons/02-b.md:2:1: the front matter needs "title". Add a line "title: …"."#,
        "Lessons/d.md:2:1: the line is not valid UTF-8. Save the file as UTF-8.",
      ])
  }

  @Test func `tells exercises of different lessons apart by the lesson's id`() throws {
    let exercise = """
      ```exercise
      id: a/one
      title: One
      ```
      ```swift check="it holds"
      1
      ```
      ```quiz
      - {id: a/question, kind: recall, prompt: p, answer: a, why: w}
      ```

      """
    let course = try TemporaryCourse([
      "Lessons/course.yaml": courseFile("a", "b"), "Lessons/a.md": unit("a") + exercise,
      "Lessons/b.md": unit("b") + exercise,
    ]).read()
    #expect(course.exercises.map(\.id) == ["a/one"])
    #expect(course.exercise("a/one")?.title == "One")
    #expect(course.exercise("a/two") == nil)
    #expect(
      course.problems.map(\.description) == [
        #"Lessons/b.md:21:5: the exercise id "a/one" must begin with "b/". Rename it."#,
        #"Lessons/b.md:28:8: the question id "a/question" must begin with "b/". Rename it."#,
      ])
  }
}
