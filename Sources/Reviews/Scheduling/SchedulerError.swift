public import Foundation

/// A setting of ``Scheduler`` or ``FSRSParameters`` that cannot be used.
public enum SchedulerError: Error, Hashable, Sendable {
  /// The number of weights is not 21.
  case weightCount(Int)
  /// A weight lies outside its bounds, or is not a number.
  case weightOutOfBounds(index: Int, value: Double)
  /// The desired retention is not a probability strictly between 0 and 1.
  case desiredRetention(Double)
  /// A learning or relearning step is negative, not finite, or longer than a year (seconds).
  case step(Double)
  /// The maximum interval is not between 1 and ``Scheduler/longestInterval`` days.
  case maximumInterval(Int)
}

extension SchedulerError: LocalizedError, CustomStringConvertible {
  /// What is wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .weightCount(let count):
      "FSRS-6 has \(FSRSParameters.count) weights, these are \(count). Give w0 to w20."
    case .weightOutOfBounds(let index, let value):
      "weight w\(index) is \(value). It must lie between "
        + "\(FSRSParameters.bounds[index].lowerBound) and "
        + "\(FSRSParameters.bounds[index].upperBound)."
    case .desiredRetention(let value):
      "the desired retention is \(value). It is a probability: above 0 and below 1, usually 0.9."
    case .step(let seconds):
      "a step of \(seconds) seconds. Steps last from 0 seconds to a year."
    case .maximumInterval(let days):
      "the maximum interval is \(days) days. It must lie between 1 and "
        + "\(Scheduler.longestInterval)."
    }
  }

  /// The same text as ``description``.
  public var errorDescription: String? { description }
}
