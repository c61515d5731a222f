/// Points chosen by what the trials before them taught.
///
/// The first points lie spread over the space. From then on a Gaussian process is fitted to all
/// scores, and the next point is the one where it expects the greatest improvement over the best:
/// where the score is expected to be high, or little is known yet. Thinking about each trial for
/// some milliseconds pays where a trial takes minutes.
///
/// Source: Snoek, Larochelle and Adams, "Practical Bayesian Optimization of Machine Learning
/// Algorithms", 2012, arXiv:1206.2944.
public struct BayesianSearch: SearchMethod {
  /// The points that are spread over the space before anything is learned from them.
  public let initialPoints: Int
  /// How alike the scores of two points are taken to be.
  public let kernel: CovarianceKernel
  /// The random points among which the most promising is looked for, and then improved.
  public let candidates: Int

  /// Creates the method; at least 2 initial points and 1 candidate.
  public init(
    initialPoints: Int = 6, kernel: CovarianceKernel = .matern52, candidates: Int = 500
  ) {
    require(
      initialPoints >= 2 && candidates >= 1,
      "A Bayesian search begins with at least 2 points and chooses from at least 1; it was given "
        + "\(initialPoints) and \(candidates).")
    self.initialPoints = initialPoints
    self.kernel = kernel
    self.candidates = candidates
  }

  /// `bayesian, 6 initial points, matern52, 500 candidates`
  public var name: String {
    "bayesian, \(initialPoints) initial points, \(kernel.rawValue), \(candidates) candidates"
  }

  /// The next point: spread out, then the one of the greatest expected improvement.
  public func point(
    _ number: Int, in space: SearchSpace, after trials: [SearchTrial], seed: UInt64
  ) -> SearchPoint? {
    let tried = Set(trials.map(\.point))
    if number <= initialPoints {
      let point = spreadPoint(number, in: space, seed: seed)
      // Two places of a choice are the same word: another point is worth more than a repetition.
      return tried.contains(point)
        ? RandomSearch().point(number, in: space, after: trials, seed: seed) : point
    }
    guard let model = ScoreModel(of: trials, in: space, kernel: kernel) else {
      return RandomSearch().point(number, in: space, after: trials, seed: seed)
    }
    var generator = SplitMix64(seed: seed &+ UInt64(number) << 32)
    var best: (places: [Double], promise: Double)?
    func consider(_ places: [Double]) -> Bool {
      let point = space.point(at: places)
      guard !tried.contains(point) else { return false }
      let promise = model.expectedImprovement(at: space.coordinates(of: point))
      guard promise > best?.promise ?? -.infinity else { return false }
      best = (places, promise)
      return true
    }
    for _ in 0..<candidates {
      _ = consider(space.parameters.map { _ in generator.nextPlace() })
    }
    guard best != nil else {
      return RandomSearch().point(number, in: space, after: trials, seed: seed)
    }
    var step = 0.1
    while step > 0.002 {
      var improved = false
      for index in space.parameters.indices {
        for change in [step, -step] {
          guard var places = best?.places else { continue }
          places[index] = min(max(places[index] + change, 0), 1)
          improved = consider(places) || improved
        }
      }
      if !improved { step /= 2 }
    }
    return best.map { space.point(at: $0.places) }
  }

  /// One of the first points: each setting is cut into as many parts as there are points, and each
  /// part of each setting has one of them (a Latin hypercube).
  ///
  /// Source: McKay, Beckman and Conover, Technometrics 21 (1979).
  private func spreadPoint(_ number: Int, in space: SearchSpace, seed: UInt64) -> SearchPoint {
    var generator = SplitMix64(seed: seed)
    return space.point(
      at: space.parameters.map { _ in
        let order = generator.permutation(of: initialPoints)
        let within = (0..<initialPoints).map { _ in generator.nextPlace() }
        return (Double(order[number - 1]) + within[number - 1]) / Double(initialPoints)
      })
  }
}

/// What the trials so far tell of the points that were not tried.
private struct ScoreModel {
  private let process: GaussianProcess
  private let best: Double

  /// Nil where fewer than two trials have a score.
  init?(of trials: [SearchTrial], in space: SearchSpace, kernel: CovarianceKernel) {
    let scores = trials.compactMap(\.score)
    guard scores.count >= 2, let worst = scores.min() else { return nil }
    let points = trials.map { space.coordinates(of: $0.point) }
    // A trial that failed is as bad as the worst one that did not: its surroundings are avoided.
    let process = GaussianProcess(
      fittedTo: points, values: trials.map { $0.score ?? worst }, kernel: kernel,
      groups: space.parameterOfCoordinate)
    // The best mean, not the best score: of noisy scores the highest was lucky.
    best = points.map { process.prediction(at: $0).mean }.max() ?? worst
    self.process = process
  }

  func expectedImprovement(at point: [Double]) -> Double {
    process.expectedImprovement(at: point, over: best)
  }
}
