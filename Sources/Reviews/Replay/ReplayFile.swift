import Foundation

/// The histories to replay, as they stand in the file.
struct ReplayFile: Decodable {
  let parameterSets: [String: [Double]]
  let sequences: [ReplaySequence]

  enum CodingKeys: String, CodingKey {
    case parameterSets = "parameter_sets"
    case sequences
  }

  init(from decoder: any Decoder) throws {
    let fields = try Fields<CodingKeys>(decoder, place: .file)
    parameterSets = try fields.decode([String: [Double]].self, .parameterSets)
    var list = try fields.list(.sequences)
    var sequences: [ReplaySequence] = []
    while !list.isAtEnd {
      let place = ReplayError.Place.position(list.currentIndex)
      sequences.append(
        try fields.naming(place, "sequence") { try list.decode(ReplaySequence.self) })
    }
    self.sequences = sequences
  }
}

/// One card's history.
struct ReplaySequence: Decodable {
  let id: ReplayID
  let parameters: String
  let desiredRetention: Double
  let learningSteps: [Double]
  let relearningSteps: [Double]
  let maximumInterval: Int
  let enableFuzzing: Bool
  let steps: [ReplayStep]

  enum CodingKeys: String, CodingKey {
    case id, parameters, steps
    case desiredRetention = "desired_retention"
    case learningSteps = "learning_steps_s"
    case relearningSteps = "relearning_steps_s"
    case maximumInterval = "maximum_interval"
    case enableFuzzing = "enable_fuzzing"
  }

  init(from decoder: any Decoder) throws {
    let position = decoder.codingPath.last?.intValue ?? 0
    let id = try Fields<CodingKeys>(decoder, place: .position(position))
      .decode(ReplayID.self, .id)
    let fields = try Fields<CodingKeys>(decoder, place: .sequence(id.description))
    self.id = id
    parameters = try fields.decode(String.self, .parameters)
    desiredRetention = try fields.decode(Double.self, .desiredRetention)
    learningSteps = try fields.decode([Double].self, .learningSteps)
    relearningSteps = try fields.decode([Double].self, .relearningSteps)
    maximumInterval = try fields.decode(Int.self, .maximumInterval)
    enableFuzzing = try fields.decode(Bool.self, .enableFuzzing)
    var list = try fields.list(.steps)
    var steps: [ReplayStep] = []
    while !list.isAtEnd {
      let place = ReplayError.Place.step(sequence: id.description, index: list.currentIndex)
      steps.append(
        try fields.naming(place, "step") {
          try ReplayStep(from: list.superDecoder(), place: place, isFirst: steps.isEmpty)
        })
    }
    self.steps = steps
  }
}

/// One answer.
struct ReplayStep {
  let grade: Grade
  let time: UTCTime
  let dateText: String
  /// Whole 24-hour days since the answer before; zero for the first.
  let elapsedDays: Int

  enum CodingKeys: String, CodingKey {
    case rating
    case reviewDatetime = "review_datetime"
    case elapsedDays = "days_since_last_review"
  }

  init(from decoder: any Decoder, place: ReplayError.Place, isFirst: Bool) throws {
    let fields = try Fields<CodingKeys>(decoder, place: place)
    let rating = try fields.decode(Int.self, .rating)
    guard let grade = Grade(rawValue: rating) else {
      throw ReplayError.rating(rating, place: place)
    }
    dateText = try fields.decode(String.self, .reviewDatetime)
    guard let time = UTCTime(dateText) else {
      throw ReplayError.date(dateText, place: place)
    }
    self.grade = grade
    self.time = time
    // A first answer has nothing to count from; the file says null there.
    elapsedDays = isFirst ? 0 : try fields.decode(Int.self, .elapsedDays)
  }
}

/// A sequence's id, given back as it came: a number or a text.
enum ReplayID: Codable, CustomStringConvertible {
  case number(Int)
  case text(String)

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    do {
      self = .number(try value.decode(Int.self))
    } catch DecodingError.typeMismatch {
      self = .text(try value.decode(String.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .number(let number): try value.encode(number)
    case .text(let text): try value.encode(text)
    }
  }

  var description: String {
    switch self {
    case .number(let number): String(number)
    case .text(let text): text
    }
  }
}

/// Reads the fields of one object, turning the decoder's errors into ones that name the place.
private struct Fields<Key: CodingKey> {
  let container: KeyedDecodingContainer<Key>
  let place: ReplayError.Place

  init(_ decoder: any Decoder, place: ReplayError.Place) throws {
    self.place = place
    do {
      container = try decoder.container(keyedBy: Key.self)
    } catch let error as DecodingError {
      throw ReplayError.field(place: place, name: "object", problem: error.problem)
    }
  }

  func decode<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value {
    try naming(place, key.stringValue) { try container.decode(type, forKey: key) }
  }

  func list(_ key: Key) throws -> any UnkeyedDecodingContainer {
    try naming(place, key.stringValue) { try container.nestedUnkeyedContainer(forKey: key) }
  }

  func naming<Value>(
    _ place: ReplayError.Place, _ name: String, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch let error as DecodingError {
      throw ReplayError.field(place: place, name: name, problem: error.problem)
    } catch let error as ReplayError {
      throw error
    } catch {
      // Foundation throws a private error for 2.5 where a whole number is wanted, and for 1e999.
      throw ReplayError.field(
        place: place, name: name, problem: "the number cannot be used here. Check its value.")
    }
  }
}

extension DecodingError {
  fileprivate var problem: String {
    switch self {
    case .keyNotFound: "missing. Add it; \"pare guide reviews\" describes the format."
    case .valueNotFound: "is null. Give it a value."
    case .typeMismatch(_, let context), .dataCorrupted(let context): context.debugDescription
    @unknown default: "cannot be read."
    }
  }
}
