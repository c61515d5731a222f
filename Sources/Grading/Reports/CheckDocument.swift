import Curriculum
public import Foundation

/// The JSON document of one grading, schema `pare.check/1`. Fields are added to it, never changed;
/// where one must change, the number in `schema` does.
struct CheckDocument: Encodable {
  struct Check: Encodable {
    var name: String
    var status: CheckStatus
    var points: Double
    var maxPoints: Double
    var given: String?
    var expected: String?
    var got: String?
    var difference: String?
    var because: String?
    var message: String?
    var line: Int?
    var location: String?
    var hidden: Bool

    enum CodingKeys: CodingKey {
      case name, status, points, maxPoints, given, expected, got, difference, because, message
      case line, location, hidden
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(status, forKey: .status)
      try container.encode(points, forKey: .points)
      try container.encode(maxPoints, forKey: .maxPoints)
      try container.encodeIfPresent(given, forKey: .given)
      // These two are there for every check, null where there is no value: a program that reads
      // them need not ask first.
      try container.encode(expected, forKey: .expected)
      try container.encode(got, forKey: .got)
      try container.encodeIfPresent(difference, forKey: .difference)
      try container.encodeIfPresent(because, forKey: .because)
      try container.encodeIfPresent(message, forKey: .message)
      try container.encodeIfPresent(line, forKey: .line)
      try container.encodeIfPresent(location, forKey: .location)
      try container.encode(hidden, forKey: .hidden)
    }
  }

  var schema = "pare.check/1"
  var exercise: String
  var title: String
  var outcome: Verdict.Outcome
  var points: Double
  var maxPoints: Double
  var checks: [Check]
  var diagnostics: [Diagnostic]
  var refusal: String?
  var mistake: MatchedMistake?
  var output: String
  var outputIsCut: Bool
  var sandbox: [String]
  var timings: Timings

  init(_ verdict: Verdict, showsHidden: Bool) {
    exercise = verdict.exercise
    title = verdict.title
    outcome = verdict.outcome
    points = verdict.points
    maxPoints = verdict.maxPoints
    checks = verdict.checks.map { check in
      guard !check.isHidden || showsHidden else {
        return Check(
          name: "a check that is not shown", status: check.status, points: check.points,
          maxPoints: check.maxPoints, hidden: true)
      }
      return Check(
        name: check.title, status: check.status, points: check.points,
        maxPoints: check.maxPoints, given: check.given, expected: check.expected, got: check.got,
        difference: check.difference, because: check.because, message: check.message,
        line: check.crashLine, location: check.location.map { "\($0.file):\($0.line)" },
        hidden: check.isHidden)
    }
    diagnostics = verdict.diagnostics
    refusal = verdict.refusal
    mistake = verdict.mistake
    output = verdict.output
    outputIsCut = verdict.isOutputCut
    sandbox = verdict.sandbox
    timings = verdict.timings
  }
}

extension Verdict {
  /// The verdict as a JSON document, schema `pare.check/1`.
  /// - Parameter showsHidden: whether hidden checks are written in full, as an instructor sees
  ///   them.
  /// - Throws: an `EncodingError` where a number is not finite.
  public func checkDocument(showsHidden: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(CheckDocument(self, showsHidden: showsHidden))
  }
}
