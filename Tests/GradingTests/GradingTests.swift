import Curriculum
import Grading
import Testing

@Suite struct `A grader` {
  static let exercise = Workbench.exercise(
    [
      (
        "the scale is positive",
        "expect(symmetricScale(of: [1, 2], bits: 8), atLeast: Float.leastNormalMagnitude)"
      ),
      (
        "negative weights count too",
        """
        let scale = symmetricScale(of: [-4, 1], bits: 8)
        expect(
          scale, equals: 4.0 / 127, within: 1e-7,
          because: "the largest magnitude is 4, though it is negative")
        """
      ),
    ], points: 4,
    mistakes: [
      Mistake(
        file: "scale-from-max.swift", fails: ["negative weights count too"],
        tells: "You took the largest weight.",
        position: SourcePosition(file: "Lessons/03-quantization.md", line: 60))
    ])

  @Test func `passes a right solution`() async throws {
    let verdict = try await Workbench.grade(
      """
      func symmetricScale(of weights: [Float], bits: Int) -> Float {
        (weights.map { abs($0) }.max() ?? 1) / Float(1 << (bits - 1) - 1)
      }
      """, Self.exercise)
    #expect(verdict.outcome == .passed)
    #expect(verdict.checks.map(\.status) == [.passed, .passed])
    #expect(verdict.points == 4)
  }

  @Test func `says what was expected, what came back, and which mistake it is`() async throws {
    let verdict = try await Workbench.grade(
      """
      func symmetricScale(of weights: [Float], bits: Int) -> Float {
        print("largest", weights.max() ?? 1)
        return (weights.max() ?? 1) / Float(1 << (bits - 1) - 1)
      }
      """, Self.exercise)
    #expect(verdict.outcome == .failed)
    #expect(verdict.checks.map(\.status) == [.passed, .failed])
    // 1/127 and 4/127 as shortest round-trip 32-bit numbers: numpy.float32(1/127), (4/127).
    #expect(verdict.checks[1].got == "0.007874016")
    #expect(verdict.checks[1].expected == "0.031496063")
    #expect(verdict.checks[1].because == "the largest magnitude is 4, though it is negative")
    #expect(verdict.checks[1].location?.line == 201 + 0)
    #expect(verdict.points == 2)
    #expect(verdict.mistake?.file == "scale-from-max.swift")
    #expect(verdict.output == "largest 2.0\nlargest 1.0\n")
  }
}
