// The log of a search, line by line:
//   {"format":"pare.search/1","halving":"none","method":"random","seed":"1","space":"…",…}
//   {"number":1,"candidate":1,"budget":3,"point":{"batch":64,…},"score":0.9,"figures":{…}}
//   {"number":2,"candidate":2,"point":{…},"failure":"…"}

extension SearchTrial {
  /// The trial as a line of JSON. A printed Double has the digits that tell it from every other.
  var line: String {
    var members = ["\"number\":\(number)", "\"candidate\":\(candidate)"]
    if let budget { members.append("\"budget\":\(budget)") }
    let values = point.values.map { entry in
      if case .choice(let word) = entry.value {
        return "\(jsonString(entry.name)):\(jsonString(word))"
      }
      return "\(jsonString(entry.name)):\(entry.value)"
    }
    members.append("\"point\":{\(values.joined(separator: ","))}")
    switch outcome {
    case .failed(let reason): members.append("\"failure\":\(jsonString(reason))")
    case .scored(let score, let figures):
      let figures = figures.sorted { $0.key < $1.key }.map { "\(jsonString($0)):\($1)" }
      members += ["\"score\":\(score)", "\"figures\":{\(figures.joined(separator: ","))}"]
    }
    return "{\(members.joined(separator: ","))}"
  }

  /// Reads a line, which may hold anything.
  init(line: ArraySlice<UInt8>, in space: SearchSpace) throws {
    var reader = JSONReader(line)
    var numbers: [String: Double] = [:]
    var failure: String?
    var values: [String: SearchValue] = [:]
    var figures: [String: Double] = [:]
    try reader.readObject { name, reader in
      switch name {
      case "point":
        try reader.readObject { name, reader in
          values[name] = try Self.value(of: name, in: space, from: &reader)
        }
      case "figures":
        try reader.readObject { name, reader in figures[name] = try reader.readNumber() }
      case "failure": failure = try reader.readString()
      default: numbers[name] = try reader.readNumber()
      }
    }
    try reader.expectEnd()
    let entries = space.parameters.compactMap { parameter in
      values[parameter.name].map { SearchPoint.Entry(parameter.name, $0) }
    }
    guard let number = numbers["number"].flatMap({ Int(exactly: $0) }),
      let candidate = numbers["candidate"].flatMap({ Int(exactly: $0) }),
      entries.count == space.parameters.count, values.count == entries.count,
      let outcome = failure.map(Outcome.failed)
        ?? numbers["score"].map({ .scored($0, figures: figures) })
    else { throw UnreadableTrial() }
    self.init(
      number: number, candidate: candidate, point: SearchPoint(values: entries),
      budget: numbers["budget"].flatMap { Int(exactly: $0) }, outcome: outcome)
  }

  private static func value(
    of name: String, in space: SearchSpace, from reader: inout JSONReader
  ) throws -> SearchValue {
    guard let parameter = space.parameters.first(where: { $0.name == name }) else {
      throw UnreadableTrial()
    }
    let value: SearchValue? =
      switch parameter.domain {
      case .choice: .choice(try reader.readString())
      case .real: .real(try reader.readNumber())
      case .integer: Int(exactly: try reader.readNumber()).map(SearchValue.integer)
      }
    guard let value, parameter.contains(value) else { throw UnreadableTrial() }
    return value
  }
}

/// A line says what no trial of the search could say.
private struct UnreadableTrial: Error {}

extension Search {
  /// What the first line of a log says.
  var logFields: [String: String] {
    let halving = halving.map { "\($0.budgets) by \($0.factor)" } ?? "none"
    let limits = limits.sorted { $0.key < $1.key }.map { "\($0) \($1)" }
    return [
      "format": "pare.search/1", "space": "\(space)", "method": method.name, "seed": "\(seed)",
      "halving": halving, "limits": limits.isEmpty ? "none" : limits.joined(separator: ", "),
      "subject": subject,
    ]
  }

  /// The trials that the lines of a log tell of.
  func trials(of log: RunLog) throws -> [SearchTrial] {
    try log.lines.enumerated().map { index, line in
      guard let trial = try? SearchTrial(line: line, in: space), trial.number == index + 1 else {
        throw RunLogError.damaged(log.path, line: index + 2)
      }
      return trial
    }
  }
}
