/// The settings that a search chooses, each with the values that it may take.
///
/// ```swift
/// let space = try SearchSpace([
///   SearchParameter("learning-rate", .real(1e-4...1e-1, .logarithmic)),
///   SearchParameter("batch", .integer(16...256, .logarithmic)),
///   SearchParameter("schedule", .choice(["constant", "cosine"])),
/// ])
/// ```
public struct SearchSpace: Equatable, Sendable {
  /// The settings, in their order.
  public let parameters: [SearchParameter]

  /// Creates a space.
  ///
  /// - Throws: `SearchError` where there is no setting, or one name is there twice.
  public init(_ parameters: [SearchParameter]) throws {
    guard !parameters.isEmpty else { throw SearchError.emptySpace }
    for (index, parameter) in parameters.enumerated()
    where parameters[..<index].contains(where: { $0.name == parameter.name }) {
      throw SearchError.parameterTwice(parameter.name)
    }
    self.parameters = parameters
  }

  /// The point at places from 0 to 1 of the settings.
  func point(at places: [Double]) -> SearchPoint {
    SearchPoint(
      values: zip(parameters, places).map { SearchPoint.Entry($0.name, $0.value(at: $1)) })
  }

  /// A point that is as likely as every other.
  package func randomPoint(using generator: inout some RandomNumberGenerator) -> SearchPoint {
    point(at: parameters.map { _ in generator.nextPlace() })
  }

  /// The point as coordinates of a model of the scores.
  func coordinates(of point: SearchPoint) -> [Double] {
    zip(parameters, point.values).flatMap { $0.coordinates(of: $1.value) }
  }

  /// For each coordinate the setting that it belongs to.
  var parameterOfCoordinate: [Int] {
    parameters.enumerated().flatMap { index, parameter in
      if case .choice(let words) = parameter.domain { return words.map { _ in index } }
      return [index]
    }
  }
}

extension RandomNumberGenerator {
  /// A number in `0..<1`, one of 2⁵³ equally likely ones.
  package mutating func nextPlace() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension SearchSpace: CustomStringConvertible {
  /// The space as it is written on a command line: `batch=16..256:log,schedule=constant|cosine`.
  public var description: String {
    parameters.map { "\($0.name)=\($0.domain)" }.joined(separator: ",")
  }
}
