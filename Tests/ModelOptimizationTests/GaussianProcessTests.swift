import ModelOptimization
import Testing

/// What `Fixtures/make_search.py` computed with scikit-learn and SciPy.
private struct SearchReference: Decodable {
  struct Process: Decodable {
    let kernel: String
    let lengthScales: [Double]
    let variance, noise, offset, best, logMarginalLikelihood: Double
    let points: [[Double]]
    let values: [Double]
    let queries: [[Double]]
    let predictions: [Prediction]
  }

  struct Prediction: Decodable {
    let mean, variance, expectedImprovement: Double
  }

  struct Fit: Decodable {
    let kernel: String
    let points: [[Double]]
    let values: [Double]
    let logMarginalLikelihood: Double
  }

  let processes: [Process]
  let fits: [Fit]
}

@Suite struct `A Gaussian process` {
  private let reference: SearchReference

  init() throws {
    reference = try Fixture.table("search.json", as: SearchReference.self)
  }

  /// Both sides compute in 64 bits; the condition of the matrices, up to 10⁵, costs some digits.
  private func isNear(_ actual: Double, _ expected: Double) -> Bool {
    abs(actual - expected) <= 1e-8 * max(1, abs(expected))
  }

  @Test func `predicts as scikit-learn does`() throws {
    for expected in reference.processes {
      let kernel = try #require(CovarianceKernel(rawValue: expected.kernel))
      let process = try #require(
        GaussianProcess(
          points: expected.points, values: expected.values,
          assumptions: .init(
            kernel: kernel,
            lengthScales: expected.lengthScales, variance: expected.variance,
            noise: expected.noise, offset: expected.offset)))
      #expect(isNear(process.logMarginalLikelihood, expected.logMarginalLikelihood))
      for (query, row) in zip(expected.queries, expected.predictions) {
        let (mean, variance) = process.prediction(at: query)
        #expect(isNear(mean, row.mean))
        #expect(isNear(variance, row.variance))
        let improvement = process.expectedImprovement(at: query, over: expected.best)
        #expect(isNear(improvement, row.expectedImprovement))
      }
    }
  }

  @Test func `fits no less likely assumptions than scikit-learn`() throws {
    for expected in reference.fits {
      let process = GaussianProcess(
        fittedTo: expected.points, values: expected.values,
        kernel: try #require(CovarianceKernel(rawValue: expected.kernel)))
      // The last step of the search is 5 %: near the top that costs less than this.
      #expect(process.logMarginalLikelihood > expected.logMarginalLikelihood - 0.05)
    }
  }

  @Test func `goes through values known without noise, and knows nothing far away`() throws {
    let points = [[0.1], [0.5], [0.9]]
    let process = try #require(
      GaussianProcess(
        points: points, values: [1, -2, 3],
        assumptions: .init(lengthScales: [0.2], variance: 4, noise: 0, offset: 0.5)))
    for (point, value) in zip(points, [1.0, -2, 3]) {
      let (mean, variance) = process.prediction(at: point)
      #expect(abs(mean - value) < 1e-12)
      #expect(variance < 1e-12)
      #expect(process.expectedImprovement(at: point, over: 3) < 1e-6)
    }
    let (mean, variance) = process.prediction(at: [100])
    #expect(abs(mean - 0.5) < 1e-12)
    #expect(abs(variance - 4) < 1e-12)
  }

  @Test func `takes equal values, one point twice, and a single point`() {
    let flat = GaussianProcess(fittedTo: [[0.1], [0.5], [0.9]], values: [2, 2, 2])
    #expect(abs(flat.prediction(at: [0.3]).mean - 2) < 1e-9)
    let twice = GaussianProcess(fittedTo: [[0.5], [0.5], [0.5]], values: [1, 2, 3])
    #expect(abs(twice.prediction(at: [0.5]).mean - 2) < 0.01)
    let single = GaussianProcess(fittedTo: [[0.5, 0.5]], values: [7])
    #expect(abs(single.prediction(at: [0.5, 0.5]).mean - 7) < 1e-9)
  }

  @Test func `finds out which coordinate matters`() {
    var generator = SplitMix64(seed: 5)
    let points = (0..<30).map { _ in [generator.nextPlace(), generator.nextPlace()] }
    let process = GaussianProcess(fittedTo: points, values: points.map { ($0[0] - 0.4) * $0[0] })
    #expect(process.assumptions.lengthScales[1] > 4 * process.assumptions.lengthScales[0])
  }
}
