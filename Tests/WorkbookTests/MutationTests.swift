import Testing
import Workbook

/// A tiny course with checks that are weak in places that are known, tried by its mutants.
@Suite struct `Mutation testing` {
  /// Its solution calls one function with numbers that make a product and a quotient the same.
  private static func files(check: String) -> [String: String] {
    [
      "Lessons/course.yaml": SampleCourse.courseFile("Shapes", units: ["shapes"]),
      "Lessons/01-shapes.md": """
      ---
      id: shapes
      title: Shapes
      ---

      # Shapes

      ```exercise
      id: shapes/area
      title: Find the area
      ```

      ```swift check="an area is a product"
      \(check)
      ```

      ```swift check="it is fast"
      expectFaster({ area(2, 3) }, than: { area(2, 3) }, by: 1000)
      ```

      ```exercise
      id: shapes/steps
      title: Count the steps
      ```

      ```swift check="all steps are counted"
      expect(steps(to: 3), equals: 3)
      ```

      ```exercise
      id: shapes/broken
      title: Pass nothing
      ```

      ```swift check="one is two"
      expect(one(), equals: 2)
      ```

      \(SampleCourse.sections)
      """,
      "Solutions/shapes/area.swift": """
      /// The area of a rectangle: 2 * 3 is 6.
      func area(_ width: Int, _ height: Int) -> Int {
        precondition(width >= 0, "a width of 1 or more")
        let ends: ClosedRange<Int> = 1...3
        _ = ends
        return width * height
      }

      """,
      "Solutions/shapes/steps.swift": """
      func steps(to end: Int) -> Int {
        var count = 0
        while count != end { count += 1 }
        return count
      }

      """,
      "Solutions/shapes/broken.swift": "func one() -> Int { 1 }\n",
    ]
  }

  @Test func `names the place where a check is weak`() async throws {
    let learner = try Learner(Self.files(check: "expect(area(3, 1), equals: 3)"))
    let workbook = try learner.workbook()
    let first = try await workbook.mutate("shapes/area", limit: nil)
    let area = try #require(first.exercises.first)
    #expect(area.survivors.map(\.kind) == ["arithmetic"])
    #expect(area.survivors.map(\.line) == [6])
    #expect(area.survivors.map(\.column) == [16])
    #expect(area.survivors.map(\.before) == ["return width * height"])
    #expect(area.survivors.map(\.after) == ["return width / height"])
    #expect(area.survivors.map(\.isUndecided) == [false])
    // The other one gives 0 back; other ends make the same program, open ones none.
    #expect(area.mutantCount == 2)
    #expect(area.caughtCount == 1)
    #expect(area.brokenCount == 1)
    #expect(area.equalCount > 0)
    #expect(area.untriedCount == 0)
    #expect(area.trouble == nil)
    #expect(!area.isEnough && !first.isEnough)
    #expect(first.share == 0.5)
    // What was kept says the same as what was tried.
    let second = try await workbook.mutate("shapes/area", limit: nil)
    #expect(second.exercises.first?.survivors == area.survivors)
    #expect(second.exercises.first?.equalCount == area.equalCount)
  }

  @Test func `is content with a check that sees every change`() async throws {
    let learner = try Learner(Self.files(check: "expect(area(3, 2), equals: 6)"))
    let workbook = try learner.workbook()
    let report = try await workbook.mutate("shapes/area", limit: nil)
    #expect(report.exercises.first?.survivors == [])
    #expect(report.mutantCount == 2)
    #expect(report.caughtCount == 2)
    #expect(report.isEnough)
  }

  @Test func `stops loops that never end, and takes as many as are asked for`() async throws {
    let learner = try Learner(Self.files(check: "expect(true, \"\")"))
    let workbook = try learner.workbook()
    let all = try await workbook.mutate("shapes/steps", limit: nil)
    let steps = try #require(all.exercises.first)
    #expect(steps.mutantCount > 3)
    // To begin late and count a step too many each time is as good.
    #expect(steps.survivors.map(\.after) == ["var count = 1"])
    #expect(steps.caughtCount == steps.mutantCount - 1)
    let some = try await workbook.mutate("shapes/steps", limit: 2)
    #expect(some.mutantCount == 2)
    #expect((some.exercises.first?.untriedCount ?? 0) > 0)
  }

  @Test func `tries no mutant of a solution that does not pass`() async throws {
    let learner = try Learner(Self.files(check: "expect(true, \"\")"))
    let workbook = try learner.workbook()
    let report = try await workbook.mutate("shapes/broken", limit: nil)
    #expect(report.exercises.first?.trouble?.contains("does not pass") == true)
    #expect(report.exercises.first?.mutantCount == 0)
    #expect(!report.isEnough)
  }
}

extension Workbook {
  /// Tries the mutants of one exercise.
  fileprivate func mutate(_ exercise: String, limit: Int?) async throws -> MutationReport {
    try await mutate(selection(file: nil, exercise: exercise), limit: limit)
  }
}
