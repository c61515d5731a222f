#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a model is to become, measured against what it was.
public struct OptimizationGoal: Equatable, Sendable {
  /// How many times faster an answer is to be; at least 1.
  public let faster: Double
  /// How many times smaller the file is to be; at least 1.
  public let smaller: Double
  /// How much of the accuracy may be lost, as a share of all images: 0.01 is one point.
  public let maximumDrop: Double

  /// Creates a goal.
  ///
  /// - Throws: `OptimizationError.badGoal`.
  public init(faster: Double, smaller: Double, maximumDrop: Double) throws {
    for (name, value) in [("faster", faster), ("smaller", smaller)] {
      guard value >= 1, value <= 1e6 else {
        throw OptimizationError.badGoal(name: name, value: value, range: "1 to 1000000")
      }
    }
    guard (0...1).contains(maximumDrop) else {
      throw OptimizationError.badGoal(name: "max-drop", value: maximumDrop, range: "0 to 1")
    }
    self.faster = faster
    self.smaller = smaller
    self.maximumDrop = maximumDrop
  }

  /// The figures that are asked for, given those to begin with.
  public func target(from baseline: ModelFigures) -> ModelFigures {
    ModelFigures(
      accuracy: baseline.accuracy - maximumDrop, bytes: Int(Double(baseline.bytes) / smaller),
      microseconds: baseline.microseconds / faster)
  }

  /// How far figures are from a target in size and speed: the sum of the logarithms of what is
  /// missing, 0 where nothing is.
  ///
  ///     max(0, ln(bytes / target)) + max(0, ln(time / target))
  static func shortfall(of figures: ModelFigures, from target: ModelFigures) -> Double {
    max(0, log(Double(figures.bytes) / Double(max(target.bytes, 1))))
      + max(0, log(figures.microseconds / target.microseconds))
  }

  /// Whether a step is worth keeping.
  ///
  /// Its accuracy must be within the limit (or be no worse than before, where that was not). Then it
  /// is kept where it reaches the target in size and speed, or comes nearer by more than the clock's
  /// 2 %. One that is as near must be more accurate; or smaller or faster and not the other way round, for at
  /// most a tenth of a point: what the goals do not ask for is not worth more.
  static func isWorthwhile(
    _ new: ModelFigures, after old: ModelFigures, target: ModelFigures
  ) -> Bool {
    guard new.accuracy >= min(target.accuracy, old.accuracy) else { return false }
    let (before, after) = (shortfall(of: old, from: target), shortfall(of: new, from: target))
    if after < before - 0.02 || (after == 0 && before > 0) { return true }
    guard after <= before + 0.02 else { return false }
    if new.accuracy > old.accuracy { return true }
    let sizeChange = Double(new.bytes) / Double(max(old.bytes, 1))
    let timeChange = new.microseconds / old.microseconds
    return new.accuracy >= old.accuracy - 0.001 && max(sizeChange, timeChange) < 1.02
      && min(sizeChange, timeChange) < 0.98
  }
}

/// Why a model cannot be optimized.
public enum OptimizationError: Error, Equatable {
  /// A goal lies outside of what makes sense.
  case badGoal(name: String, value: Double, range: String)
  /// The model is quantized already: there are no weights left to train.
  case alreadyQuantized
  /// Whoever follows the run wanted it to end before a step; the state holds what was done.
  case interrupted(step: String, state: String)
}

extension OptimizationError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .badGoal(let name, let value, let range):
      "\(name) must be from \(range); \(value.plain) was asked for."
    case .alreadyQuantized:
      "The model is quantized already, and its integers cannot be trained. Begin with the model in "
        + "floating point."
    case .interrupted(let step, let state):
      "Interrupted before the step \"\(step)\". Go on from \(state)."
    }
  }
}
