import Foundation
import Reviews
import Testing

@Suite struct `A replay` {
  struct Printed: Decodable {
    let schema: String
    let sequences: [Sequence]

    struct Sequence: Decodable {
      let id: Int
      let steps: [Step]
    }

    struct Step: Decodable {
      let state: Int
      let step: Int?
      let stability: Double
      let difficulty: Double
      let interval_s: Int
      let due: String
    }
  }

  /// A file with one sequence of two answers, one piece of which a test replaces.
  static func file(_ old: String = "", _ new: String = "") -> Data {
    let text = """
      {"parameter_sets": {"mine": \(FSRSParameters.default.weights)},
       "sequences": [{"id": 7, "parameters": "mine", "desired_retention": 0.9,
        "learning_steps_s": [60, 600], "relearning_steps_s": [600], "maximum_interval": 36500,
        "enable_fuzzing": false, "steps": [
         {"rating": 4, "review_datetime": "2025-01-01T12:00:00Z",
          "days_since_last_review": null},
         {"rating": 3, "review_datetime": "2025-01-09T12:00:00Z",
          "days_since_last_review": 8}]}]}
      """
    return Data((old.isEmpty ? text : text.replacing(old, with: new)).utf8)
  }

  @Test func `prints the reference's results for every history`() throws {
    let fixture = try Fixture.load()
    let output = try Replay.run(json: Fixture.data())
    let printed = try JSONDecoder().decode(Printed.self, from: output)
    #expect(printed.schema == "pare.replay/1")
    #expect(printed.sequences.map(\.id) == fixture.sequences.map(\.id))
    for (sequence, expected) in zip(printed.sequences, fixture.sequences) {
      #expect(sequence.steps.count == expected.steps.count)
      for (step, expected) in zip(sequence.steps, expected.steps) {
        #expect(step.state == expected.state)
        #expect(step.step == expected.step)
        #expect(step.interval_s == expected.interval)
        #expect(step.due == expected.due)
        #expect(relativeError(step.stability, expected.stability) <= 1e-12)
        #expect(relativeError(step.difficulty, expected.difficulty) <= 1e-12)
      }
    }
  }

  /// The interval of an Easy first answer is S = w3 = 8.2956 rounded, 8 days = 691200 s.
  @Test func `writes a null step in review, whole seconds, and texts as ids`() throws {
    let output = try Replay.run(json: Self.file("\"id\": 7", "\"id\": \"a/\\\"b\""))
    let text = String(decoding: output, as: UTF8.self)
    #expect(text.contains(#""id":"a/\"b""#))
    #expect(
      text.contains(
        #"{"difficulty":1,"due":"2025-01-09T12:00:00Z","interval_s":691200,"stability":8.2956,"#
          + #""state":2,"step":null}"#))
  }

  @Test func `keeps fractions of a second and reads offsets`() throws {
    let fine = Self.file("2025-01-01T12:00:00Z", "2025-01-01T14:00:00.25+02:00")
    let text = String(decoding: try Replay.run(json: fine), as: UTF8.self)
    #expect(text.contains(#""due":"2025-01-09T12:00:00.250000Z""#))
  }

  @Test func `draws the same fuzz each time, within the range`() throws {
    let fuzzed = Self.file("\"enable_fuzzing\": false", "\"enable_fuzzing\": true")
    let first = try Replay.run(json: fuzzed)
    #expect(try Replay.run(json: fuzzed) == first)
    let steps = try JSONDecoder().decode(Printed.self, from: first).sequences[0].steps
    let plain = try JSONDecoder().decode(Printed.self, from: Replay.run(json: Self.file()))
      .sequences[0].steps
    for (step, plain) in zip(steps, plain) {
      #expect(step.stability == plain.stability)
      #expect(step.difficulty == plain.difficulty)
      let range = FuzzRange(interval: plain.interval_s / 86_400, maximum: 36500)
      #expect(range.days.contains(step.interval_s / 86_400))
    }
  }

  @Test func `accepts a clock that went back when the days say so`() throws {
    let back = Self.file("\"2025-01-09T12:00:00Z\"", "\"2024-12-30T12:00:00Z\"")
    #expect(throws: ReplayError.self) { try Replay.run(json: back) }
    let told = String(decoding: back, as: UTF8.self)
      .replacing("\"days_since_last_review\": 8", with: "\"days_since_last_review\": -2")
    let text = String(decoding: try Replay.run(json: Data(told.utf8)), as: UTF8.self)
    #expect(text.contains(#""due":"2025-01-07T12:00:00Z""#))
  }

  @Test(arguments: [
    ("\"rating\": 3", "\"rating\": 5", "sequence 7, step 1: rating 5. Use 1"),
    ("\"rating\": 3", "\"rating\": \"good\"", "sequence 7, step 1: rating: "),
    ("\"rating\": 3, ", "", "sequence 7, step 1: rating: missing."),
    ("\"rating\": 3", "\"rating\": 2.5", "sequence 7, step 1: rating: "),
    ("\"days_since_last_review\": 8", "\"x\": 8", "step 1: days_since_last_review: missing"),
    ("_review\": 8", "_review\": null", "step 1: days_since_last_review: is null"),
    ("2025-01-09T12:00:00Z", "2025-02-30T12:00:00Z", "step 1: review_datetime \"2025-02-30"),
    ("2025-01-09T12:00:00Z", "2025-01-09T12:00:00", "is not a date"),
    ("2025-01-09T12:00:00Z", "2024-01-09T12:00:00Z", "step 1: review_datetime 2024-01-09"),
    ("\"parameters\": \"mine\"", "\"parameters\": \"yours\"", "no parameter set \"yours\""),
    ("[0.212, ", "[", "sequence 7: FSRS-6 has 21 weights, these are 20"),
    ("[0.212, ", "[-1, ", "sequence 7: weight w0 is -1.0"),
    ("[0.212, ", "[NaN, ", "not JSON: Invalid value around character"),
    ("[0.212, ", "[\"a\", ", "file: parameter_sets: "),
    ("\"desired_retention\": 0.9", "\"desired_retention\": 9", "sequence 7: the desired"),
    ("\"desired_retention\": 0.9,", "", "sequence 7: desired_retention: missing"),
    ("\"maximum_interval\": 36500", "\"maximum_interval\": 0", "sequence 7: the maximum"),
    ("[60, 600]", "[60, -600]", "sequence 7: a step of -600.0 seconds"),
    ("\"enable_fuzzing\": false", "\"enable_fuzzing\": 3", "sequence 7: enable_fuzzing: "),
    ("\"id\": 7, ", "", "sequences[0]: id: missing"),
    ("\"sequences\"", "\"sequence\"", "file: sequences: missing"),
    ("8}]}]}", "8}]}", "not JSON: "),
    ("{\"parameter_sets\"", "[\"parameter_sets\"", "not JSON: "),
  ])
  func `says where and what is wrong`(old: String, new: String, message: String) throws {
    try #require(String(decoding: Self.file(), as: UTF8.self).contains(old))
    let error = #expect(throws: ReplayError.self) { try Replay.run(json: Self.file(old, new)) }
    let text = try #require(error?.description)
    #expect(text.contains(message), "\(text)")
  }

  @Test(arguments: ["", "[]", "3", "null", "{\"a\":"])
  func `refuses what is no file of histories`(text: String) {
    #expect(throws: ReplayError.self) { try Replay.run(json: Data(text.utf8)) }
  }

  @Test func `replays a file without sequences to one without sequences`() throws {
    let output = try Replay.run(json: Data(#"{"parameter_sets": {}, "sequences": []}"#.utf8))
    #expect(
      String(decoding: output, as: UTF8.self) == #"{"schema":"pare.replay/1","sequences":[]}"#)
  }
}
