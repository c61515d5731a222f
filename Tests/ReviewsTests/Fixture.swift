import Foundation
import Reviews
import Testing

/// The histories in `Fixtures/fsrs6_vectors.json`, computed by PyPI `fsrs` 6.3.2 under
/// Python 3.11 (the file's `meta` names the script, its seed and the scheduler's checksum).
struct Fixture: Decodable {
  let parameterSets: [String: [Double]]
  let sequences: [Sequence]
  let golden: [Golden]
  let fuzzTable: [FuzzRow]

  enum CodingKeys: String, CodingKey {
    case sequences, golden
    case parameterSets = "parameter_sets"
    case fuzzTable = "fuzz_table"
  }

  struct Sequence: Decodable {
    let id: Int
    let parameters: String
    let desiredRetention: Double
    let learningSteps: [Double]
    let relearningSteps: [Double]
    let maximumInterval: Int
    let steps: [Step]

    enum CodingKeys: String, CodingKey {
      case id, parameters, steps
      case desiredRetention = "desired_retention"
      case learningSteps = "learning_steps_s"
      case relearningSteps = "relearning_steps_s"
      case maximumInterval = "maximum_interval"
    }
  }

  struct Step: Decodable {
    let rating: Int
    let epoch: Int
    let days: Int?
    let retrievability: Double
    let state: Int
    let step: Int?
    let stability: Double
    let difficulty: Double
    let interval: Int
    let due: String

    enum CodingKeys: String, CodingKey {
      case rating, state, step, stability, difficulty, due
      case epoch = "review_epoch_s"
      case days = "days_since_last_review"
      case retrievability = "retrievability_before"
      case interval = "interval_s"
    }
  }

  struct Golden: Decodable {
    let name: String
    let retention: Double
    let steps: [Step]

    struct Step: Decodable {
      let rating: Int
      let at: String
      let state: Int
      let step: Int?
      let S: Double
      let D: Double
      let due: String
    }

    enum CodingKeys: String, CodingKey {
      case name, steps
      case retention = "desired_retention"
    }
  }

  struct FuzzRow: Decodable {
    let maximum: Int
    let interval: Int
    /// What the reference returns for each random number u.
    let drawn: [(unit: Double, days: Int)]

    init(from decoder: any Decoder) throws {
      var drawn: [(Double, Int)] = []
      let fields = try decoder.singleValueContainer().decode([String: Int].self)
      maximum = try #require(fields["maximum_interval"])
      interval = try #require(fields["interval"])
      for (name, days) in fields where name.hasPrefix("u=") {
        drawn.append((try #require(Double(name.dropFirst(2))), days))
      }
      self.drawn = drawn
    }
  }

  static func data() throws -> Data {
    let url = try #require(
      Bundle.module.url(
        forResource: "fsrs6_vectors", withExtension: "json", subdirectory: "Fixtures"))
    return try Data(contentsOf: url)
  }

  static func load() throws -> Fixture {
    try JSONDecoder().decode(Fixture.self, from: data())
  }
}

/// A moment written as `2025-01-31T12:00:00Z`.
func moment(_ text: String) throws -> Date {
  try Date(text, strategy: .iso8601)
}

/// |a − b| / |b|.
func relativeError(_ value: Double, _ expected: Double) -> Double {
  abs(value - expected) / abs(expected)
}
