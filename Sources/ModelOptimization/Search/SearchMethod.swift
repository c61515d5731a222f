/// How a search chooses the next point to try.
///
/// A method remembers nothing: what it chooses follows from the arguments alone. So a search that
/// was interrupted goes on as if it had not been.
public protocol SearchMethod: Sendable {
  /// The method with its settings, as a log records it.
  var name: String { get }

  /// The number of points that the method has for a space; nil for as many as one likes.
  func pointCount(in space: SearchSpace) throws -> Int?

  /// The next point to try.
  ///
  /// - Parameters:
  ///   - number: which one, from 1.
  ///   - space: the settings.
  ///   - trials: what the points before it gave, in their order, one trial for each.
  ///   - seed: sets every chance.
  /// - Returns: a point that none of the trials had; nil where there is no other.
  func point(
    _ number: Int, in space: SearchSpace, after trials: [SearchTrial], seed: UInt64
  ) throws -> SearchPoint?
}

extension SearchMethod {
  /// A method with chances has as many points as one likes.
  public func pointCount(in space: SearchSpace) throws -> Int? { nil }
}

/// Every combination of some values of each setting.
///
/// It is complete, and it is the most expensive of the methods: three values of each of six
/// settings are 729 trials, and each setting has been tried at three values only.
public struct GridSearch: SearchMethod {
  /// The values taken from each range: its ends, and what lies evenly between them.
  public let valuesPerRange: Int

  /// Creates a grid; a choice is taken with all of its words.
  ///
  /// - Parameter valuesPerRange: at least 1; with 1 it is the lower end of each range.
  public init(valuesPerRange: Int = 3) {
    require(valuesPerRange >= 1, "A grid has at least 1 value for each range.")
    self.valuesPerRange = valuesPerRange
  }

  /// `grid of 3`
  public var name: String { "grid of \(valuesPerRange)" }

  /// The product of the numbers of values.
  ///
  /// - Throws: `SearchError.gridTooLarge`.
  public func pointCount(in space: SearchSpace) throws -> Int? {
    var count = 1
    for parameter in space.parameters {
      // Counted before the values are made: a range may hold more than the memory.
      let values = parameter.gridValueCount(at: valuesPerRange)
      let (product, overflow) = count.multipliedReportingOverflow(by: values)
      guard !overflow, product <= 1_000_000 else {
        throw SearchError.gridTooLarge(
          parameters: space.parameters.count, valuesEach: valuesPerRange)
      }
      count = product
    }
    return count
  }

  /// The points in the order of a counter whose last setting turns fastest.
  public func point(
    _ number: Int, in space: SearchSpace, after trials: [SearchTrial], seed: UInt64
  ) throws -> SearchPoint? {
    guard let count = try pointCount(in: space), number <= count else { return nil }
    var rest = number - 1
    var entries: [SearchPoint.Entry] = []
    for parameter in space.parameters.reversed() {
      let values = parameter.gridValues(count: valuesPerRange)
      entries.append(SearchPoint.Entry(parameter.name, values[rest % values.count]))
      rest /= values.count
    }
    return SearchPoint(values: entries.reversed())
  }
}

/// Points taken at random, each as likely as every other.
///
/// Of ten trials every setting is tried at ten values, where a grid tries it at three or fewer:
/// where only some of the settings matter, and nobody knows which, random points find more.
///
/// Source: Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13 (2012).
public struct RandomSearch: SearchMethod {
  /// Creates the method.
  public init() {}

  /// `random`
  public var name: String { "random" }

  /// A random point that has not been tried.
  public func point(
    _ number: Int, in space: SearchSpace, after trials: [SearchTrial], seed: UInt64
  ) -> SearchPoint? {
    let tried = Set(trials.map(\.point))
    var generator = SplitMix64(seed: seed &+ UInt64(number) << 32)
    // A space of a few choices is soon used up.
    for _ in 0..<1000 {
      let point = space.randomPoint(using: &generator)
      if !tried.contains(point) { return point }
    }
    return nil
  }
}
