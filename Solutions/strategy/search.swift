#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ModelOptimization

/// A setting that could be tried next, and what the trials so far let us expect of its score.
struct Candidate {
  var name: String
  var mean: Double
  /// The standard deviation; 0 where the score is known.
  var deviation: Double
}

/// What is reported of a search.
struct Report: Equatable {
  var setting: String
  var validation: Double
  var test: Double
}

/// The density of the normal distribution, φ. This is given.
func normalDensity(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

/// The share of the normal distribution below z, Φ. This is given.
func normalShare(below z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

/// How much a trial is expected to win over the best so far; what it loses counts as nothing.
///
///     z = (mean - best) / deviation
///     (mean - best) · Φ(z) + deviation · φ(z)
func improvement(mean: Double, deviation: Double, best: Double) -> Double {
  let gain = mean - best
  guard deviation > 0 else { return max(0, gain) }
  let z = gain / deviation
  return gain * normalShare(below: z) + deviation * normalDensity(z)
}

/// The name of the candidate that is expected to win most, the first of equal ones; nil where none
/// wins anything.
func next(among candidates: [Candidate], best: Double) -> String? {
  var chosen: String?
  var most = 0.0
  for candidate in candidates {
    let gain = improvement(mean: candidate.mean, deviation: candidate.deviation, best: best)
    if gain > most { (chosen, most) = (candidate.name, gain) }
  }
  return chosen
}

/// Tries learning rates from 0.0001 to 0.1 with the library's Bayesian search, by their ratios.
///
/// - Returns: the rates in the order in which they were tried, and the best of them.
func searchedRates(trials: Int, seed: UInt64, score: (Double) -> Double) throws -> (
  tried: [Double], best: Double
) {
  let space = try SearchSpace([SearchParameter("rate", .real(1e-4...1e-1, .logarithmic))])
  let result = try Search(space, method: BayesianSearch(), trials: trials, seed: seed).run {
    point, _ in .scored(score(point.number("rate") ?? 0), figures: [:])
  }
  return (
    result.trials.map { $0.point.number("rate") ?? 0 }, result.best.point.number("rate") ?? 0
  )
}

/// Chooses the best setting by validation, the first of equal ones, and reads the test set once.
func chosen(
  among settings: [String], validate: (String) -> Double, test: (String) -> Double
) -> Report? {
  var best: (setting: String, score: Double)?
  for setting in settings {
    let score = validate(setting)
    if score > best?.score ?? -.infinity { best = (setting, score) }
  }
  return best.map { Report(setting: $0.setting, validation: $0.score, test: test($0.setting)) }
}
