/// Why a search cannot be done, or found nothing.
public enum SearchError: Error, Equatable {
  /// There is no setting to search.
  case emptySpace
  /// Two settings have the same name.
  case parameterTwice(String)
  /// An end of a range is infinite, NaN, or beyond 2⁵³.
  case rangeNotFinite(parameter: String)
  /// A range begins above its end.
  case rangeReversed(parameter: String, low: String, high: String)
  /// A logarithmic range reaches to zero or below.
  case logarithmicRangeNotPositive(parameter: String, low: Double)
  /// A choice has no words.
  case nothingToChoose(parameter: String)
  /// A choice has a word twice.
  case choiceTwice(parameter: String, choice: String)
  /// The text does not describe a setting.
  case unreadableParameter(String)
  /// The model has no such setting.
  case unknownSetting(String, known: [String])
  /// A setting cannot have the values that it is to be searched among.
  case badSetting(String, allowed: String)
  /// A search was given no trial to make.
  case noBudget(Int)
  /// A grid has more points than can be tried.
  case gridTooLarge(parameters: Int, valuesEach: Int)
  /// Budgets of halving that do not rise from at least 1, or a factor below 2.
  case badHalving(smallest: Int, largest: Int, factor: Int)
  /// No trial was within the limit of a figure; the nearest one had `nearest`.
  case limitNotMet(figure: String, limit: Double, nearest: Double)
  /// Each of these figures is within its limit in some trial, and in none all of them are.
  case limitsNotMetTogether([String])
  /// Every trial failed; the last one for this reason.
  case everyTrialFailed(count: Int, reason: String)
  /// So many folds cannot be made of so many images.
  case badFolds(Int, images: Int)
  /// Whoever follows the search wanted it to end; the log holds what was done.
  case interrupted(trials: Int, log: String?)
}

extension SearchError: CustomStringConvertible {
  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .emptySpace:
      "The search space has no setting. Give at least one, such as learning-rate=1e-4..1e-2:log."
    case .parameterTwice(let name):
      "The search space has the setting \"\(name)\" twice. Give each setting once."
    case .rangeNotFinite(let name):
      "The range of \"\(name)\" does not end at numbers that can be told apart. Give two finite "
        + "numbers, below 2^53 for whole ones."
    case .rangeReversed(let name, let low, let high):
      "The range of \"\(name)\" goes down from \(low) to \(high). Write the smaller number first: "
        + "\(name)=\(high)..\(low)."
    case .logarithmicRangeNotPositive(let name, let low):
      "The range of \"\(name)\" is logarithmic and begins at \(low.plain). Begin above zero, or "
        + "make it linear."
    case .nothingToChoose(let name):
      "The setting \"\(name)\" has nothing to choose from. Give at least one value."
    case .choiceTwice(let name, let choice):
      "The setting \"\(name)\" offers \"\(choice)\" twice. Give each value once."
    case .unreadableParameter(let text):
      "\"\(text)\" describes no setting. Write NAME=LOW..HIGH, NAME=LOW..HIGH:log or NAME=A|B|C."
    case .unknownSetting(let name, let known):
      "There is no setting \"\(name)\". There are \(known.joined(separator: ", "))."
    case .badSetting(let name, let allowed):
      "The setting \"\(name)\" cannot be searched so: it takes \(allowed)."
    case .noBudget(let trials):
      "A search makes at least 1 trial; \(trials) were asked for. Give it a budget."
    case .gridTooLarge(let parameters, let values):
      "A grid of \(values) values for each of \(parameters) settings has more points than could "
        + "be tried. Take fewer values, or a random search."
    case .badHalving(let smallest, let largest, let factor):
      "Halving goes from a budget of at least 1 up to one that is no smaller, by a factor of at "
        + "least 2; it was given \(smallest), \(largest) and \(factor)."
    case .limitNotMet(let figure, let limit, let nearest):
      "No trial has \(figure) of at most \(limit.plain); the nearest has \(nearest.plain). Raise "
        + "the limit, search a wider space, or make more trials."
    case .limitsNotMetTogether(let figures):
      "Each limit is kept by some trial, but none keeps those of \(figures.joined(separator: ", ")) "
        + "at once. Raise one of them, search a wider space, or make more trials."
    case .everyTrialFailed(let count, let reason):
      "All \(count) trials failed, the last one so: \(reason)"
    case .badFolds(let count, let images):
      "\(images) images cannot be divided into \(count) folds: there must be at least 2 folds and "
        + "an image for each."
    case .interrupted(let trials, let log):
      "Interrupted after \(trials) \(trials == 1 ? "trial" : "trials")."
        + (log.map { " Go on with the log \($0)." } ?? "")
    }
  }
}

extension Double {
  /// The number without ".0" where it is whole.
  var plain: String {
    guard let whole = Int(exactly: self), whole.magnitude < 1 << 53 else { return "\(self)" }
    return "\(whole)"
  }
}
