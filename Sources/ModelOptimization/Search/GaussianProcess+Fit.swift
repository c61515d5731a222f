#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GaussianProcess {
  /// Takes values of the function, and the assumptions under which they are likeliest.
  ///
  /// The values are first brought to a mean of 0 and a variance of 1, so that the ranges searched
  /// fit any function; coordinates are taken to lie between 0 and 1. Length scales from 0.05 to 20
  /// and a noise from 10⁻⁶ to 1 are searched in their logarithms, one after the other by steps that
  /// become smaller; the best variance for each follows in closed form. For the same values always
  /// the same assumptions.
  ///
  /// - Parameters:
  ///   - points: their coordinates, from 0 to 1; at least one point.
  ///   - values: one for each point, finite.
  ///   - kernel: how alike the values at two points are.
  ///   - groups: for each coordinate a number; those with the same share a length scale. Nil: each
  ///     has its own.
  public init(
    fittedTo points: [[Double]], values: [Double], kernel: CovarianceKernel = .matern52,
    groups: [Int]? = nil
  ) {
    require(
      !points.isEmpty && points.count == values.count && values.allSatisfy(\.isFinite),
      "A Gaussian process takes one finite value for each of at least one point; it was given "
        + "\(points.count) points and \(values.count) values.")
    let mean = values.reduce(0, +) / Double(values.count)
    let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    // Values that are all alike say nothing of how far others may lie from them.
    let unit = spread > 0 ? spread.squareRoot() : 1
    let groups = groups ?? Array(points[0].indices)
    let fit = LikelihoodSearch(
      points: points, values: values.map { ($0 - mean) / unit }, kernel: kernel, groups: groups)
    var assumptions = fit.best()
    assumptions.variance *= unit * unit
    assumptions.noise *= unit * unit
    assumptions.offset = mean
    while true {
      if let process = GaussianProcess(points: points, values: values, assumptions: assumptions) {
        self = process
        return
      }
      assumptions.noise = max(10 * assumptions.noise, 1e-12 * assumptions.variance)
    }
  }
}

/// The search for the assumptions under which values are likeliest.
private struct LikelihoodSearch {
  let points: [[Double]]
  let values: [Double]
  let kernel: CovarianceKernel
  let groups: [Int]

  private static let lengths = log(0.05)...log(20.0)
  private static let noises = log(1e-6)...log(1.0)

  /// The logarithms of the length scales, one for each group, and of the noise, as a part of the
  /// variance.
  typealias Logarithms = [Double]

  func best() -> GaussianProcess.Assumptions {
    let count = (groups.max() ?? 0) + 1
    // From one side a likelihood with two hills shows only one of them.
    let starts = [(0.2, 1e-4), (1.0, 1e-2), (0.5, 0.3)].map { length, noise in
      climb(from: [Double](repeating: log(length), count: count) + [log(noise)])
    }
    let top = starts.reduce(starts[0]) { $1.likelihood > $0.likelihood ? $1 : $0 }
    return assumptions(top.place, variance: top.variance)
  }

  private func climb(
    from start: Logarithms
  ) -> (place: Logarithms, likelihood: Double, variance: Double) {
    var place = start
    var (likelihood, variance) = likelihood(at: place)
    var step = 1.0
    while step > 0.05 {
      var moved = false
      for index in place.indices {
        for change in [step, -step] {
          let range = index == place.count - 1 ? Self.noises : Self.lengths
          var next = place
          next[index] = min(max(place[index] + change, range.lowerBound), range.upperBound)
          guard next != place else { continue }
          let found = self.likelihood(at: next)
          guard found.likelihood > likelihood + 1e-9 else { continue }
          (place, likelihood, variance, moved) = (next, found.likelihood, found.variance, true)
          break
        }
      }
      if !moved { step /= 2 }
    }
    return (place, likelihood, variance)
  }

  /// The likelihood with the variance that makes it largest: with C the covariances of variance 1,
  /// that is valuesᵀ C⁻¹ values / n.
  private func likelihood(at place: Logarithms) -> (likelihood: Double, variance: Double) {
    guard
      let process = GaussianProcess(
        points: points, values: values, assumptions: assumptions(place, variance: 1))
    else { return (-.infinity, 1) }
    let (form, count) = (process.quadraticForm, Double(values.count))
    let variance = max(form / count, 1e-6)
    let likelihood =
      process.logMarginalLikelihood + form / 2 - form / (2 * variance) - count / 2 * log(variance)
    return (likelihood, variance)
  }

  private func assumptions(
    _ place: Logarithms, variance: Double
  ) -> GaussianProcess.Assumptions {
    GaussianProcess.Assumptions(
      kernel: kernel, lengthScales: groups.map { exp(place[$0]) }, variance: variance,
      noise: variance * exp(place[place.count - 1]))
  }
}
