#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import ModelOptimization

struct Candidate {
  var name: String
  var mean: Double
  var deviation: Double
}

struct Report: Equatable {
  var setting: String
  var validation: Double
  var test: Double
}

func normalDensity(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

func normalShare(below z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

func improvement(mean: Double, deviation: Double, best: Double) -> Double {
  let gain = best - mean
  guard deviation > 0 else { return max(0, gain) }
  let z = gain / deviation
  return gain * normalShare(below: z) + deviation * normalDensity(z)
}

func next(among candidates: [Candidate], best: Double) -> String? {
  var chosen: String?
  var most = 0.0
  for candidate in candidates {
    let gain = improvement(mean: candidate.mean, deviation: candidate.deviation, best: best)
    if gain > most { (chosen, most) = (candidate.name, gain) }
  }
  return chosen
}

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
