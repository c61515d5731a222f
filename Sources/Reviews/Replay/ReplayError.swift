public import Foundation

/// Why a file of review histories cannot be replayed.
public enum ReplayError: Error, Hashable, Sendable {
  /// The file is not JSON; the text is the parser's, with the line where it has one.
  case notJSON(String)
  /// A field is missing or has the wrong type.
  case field(place: Place, name: String, problem: String)
  /// A sequence names a parameter set that the file does not have.
  case unknownParameterSet(String, place: Place, known: [String])
  /// A setting of a sequence is out of range.
  case setting(place: Place, problem: SchedulerError)
  /// A rating is not 1, 2, 3 or 4.
  case rating(Int, place: Place)
  /// A date is not ISO 8601 with a time zone.
  case date(String, place: Place)
  /// A date lies before the one above it, but days are said to have passed.
  case datesOutOfOrder(place: Place, date: String, previous: String, days: Int)

  /// A place in the file.
  public enum Place: Hashable, Sendable, CustomStringConvertible {
    /// The top level.
    case file
    /// The sequence at a position, counted from 0, whose id cannot be read.
    case position(Int)
    /// A sequence by its id.
    case sequence(String)
    /// An answer of a sequence, counted from 0 like the `i` of the file.
    case step(sequence: String, index: Int)

    /// The place in words, such as `sequence 12, step 3`.
    public var description: String {
      switch self {
      case .file: "file"
      case .position(let index): "sequences[\(index)]"
      case .sequence(let id): "sequence \(id)"
      case .step(let id, let index): "sequence \(id), step \(index)"
      }
    }
  }
}

extension ReplayError: LocalizedError, CustomStringConvertible {
  /// Where, what, and what to do, in one line.
  public var description: String {
    switch self {
    case .notJSON(let problem):
      "not JSON: \(problem) Write numbers as JSON does (no NaN, no trailing commas)."
    case .field(let place, let name, let problem):
      "\(place): \(name): \(problem)"
    case .unknownParameterSet(let name, let place, let known):
      "\(place): no parameter set \"\(name)\". parameter_sets has "
        + (known.isEmpty ? "none" : known.sorted().joined(separator: ", "))
        + "; name one of them or add it."
    case .setting(let place, let problem):
      "\(place): \(problem)"
    case .rating(let rating, let place):
      "\(place): rating \(rating). Use 1 (Again), 2 (Hard), 3 (Good) or 4 (Easy)."
    case .date(let text, let place):
      "\(place): review_datetime \"\(text)\" is not a date. Write it as 2025-01-31T12:00:00Z."
    case .datesOutOfOrder(let place, let date, let previous, let days):
      "\(place): review_datetime \(date) lies before the previous answer's \(previous), yet "
        + "days_since_last_review is \(days). Put the steps in order, or make the days "
        + "negative if the clock went back."
    }
  }

  /// The same text as ``description``.
  public var errorDescription: String? { description }
}
