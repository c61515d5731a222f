#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is known of a function from some of its values: everywhere a mean and a variance.
///
///     K = variance · correlation(points, points) + noise · I
///     mean(x)     = offset + kᵀ K⁻¹ (values - offset)
///     variance(x) = variance - kᵀ K⁻¹ k,   k = variance · correlation(points, x)
///
/// At a known point the mean is near the value and the variance small; far from all of them the
/// mean is the offset, and the variance what it was before anything was known.
///
/// Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1.
public struct GaussianProcess: Sendable {
  /// What must be assumed of the function.
  public struct Assumptions: Equatable, Sendable {
    /// How alike the values at two points are.
    public var kernel: CovarianceKernel
    /// For each coordinate, over what distance the values change; above zero.
    public var lengthScales: [Double]
    /// How far the function goes from its mean: the variance of its values.
    public var variance: Double
    /// The variance of the errors with which values are known.
    public var noise: Double
    /// The mean of the function.
    public var offset: Double

    /// Creates assumptions.
    public init(
      kernel: CovarianceKernel = .matern52, lengthScales: [Double], variance: Double = 1,
      noise: Double = 1e-6, offset: Double = 0
    ) {
      self.kernel = kernel
      self.lengthScales = lengthScales
      self.variance = variance
      self.noise = noise
      self.offset = offset
    }
  }

  /// What was assumed.
  public let assumptions: Assumptions
  private let points: [[Double]]
  private let factor: CholeskyFactor
  /// K⁻¹ (values - offset)
  private let weights: [Double]
  /// (values - offset)ᵀ K⁻¹ (values - offset)
  let quadraticForm: Double
  /// The logarithm of how likely the values are under the assumptions: what fitting makes large.
  ///
  ///     -½ (values - offset)ᵀ K⁻¹ (values - offset) - ½ log |K| - n/2 log 2π
  public let logMarginalLikelihood: Double

  /// Takes values of the function.
  ///
  /// - Parameters:
  ///   - points: their coordinates; at least one point.
  ///   - values: one for each point.
  ///   - assumptions: with a length scale for each coordinate.
  /// - Returns: nil where the noise is so small, or two points so near, that rounding makes the
  ///   covariances those of no function.
  public init?(points: [[Double]], values: [Double], assumptions: Assumptions) {
    require(
      !points.isEmpty && points.count == values.count,
      "A Gaussian process takes one value for each of at least one point; it was given "
        + "\(points.count) points and \(values.count) values.")
    require(
      (assumptions.lengthScales + [assumptions.variance]).allSatisfy { $0 > 0 && $0.isFinite }
        && assumptions.noise >= 0,
      "Length scales and variance are above zero, the noise is not below it.")
    var covariances = points.indices.map { row in
      (0...row).map { column in
        assumptions.variance
          * assumptions.kernel.correlation(
            points[row], points[column], lengthScales: assumptions.lengthScales)
      }
    }
    for row in points.indices { covariances[row][row] += assumptions.noise }
    guard let factor = CholeskyFactor(covariances) else { return nil }
    let differences = values.map { $0 - assumptions.offset }
    weights = factor.solve(differences)
    quadraticForm = zip(differences, weights).reduce(0) { $0 + $1.0 * $1.1 }
    logMarginalLikelihood =
      -quadraticForm / 2 - factor.logDeterminant / 2
      - Double(points.count) / 2 * log(2 * Double.pi)
    self.assumptions = assumptions
    self.points = points
    self.factor = factor
  }

  /// What is known of the function at a point; the variance is without the noise of a value there.
  public func prediction(at point: [Double]) -> (mean: Double, variance: Double) {
    let covariances = points.map {
      assumptions.variance
        * assumptions.kernel.correlation($0, point, lengthScales: assumptions.lengthScales)
    }
    let mean = zip(covariances, weights).reduce(assumptions.offset) { $0 + $1.0 * $1.1 }
    let known = factor.solveLower(covariances).reduce(0) { $0 + $1 * $1 }
    return (mean, max(0, assumptions.variance - known))
  }

  /// How much a value at a point is expected to lie above the best so far.
  ///
  ///     z = (mean - best) / σ
  ///     E[max(0, f - best)] = (mean - best) · Φ(z) + σ · φ(z)
  ///
  /// It is large where the mean is high, and where little is known.
  ///
  /// Source: Jones, Schonlau and Welch, "Efficient Global Optimization of Expensive Black-Box
  /// Functions", 1998, equation 15.
  public func expectedImprovement(at point: [Double], over best: Double) -> Double {
    let (mean, variance) = prediction(at: point)
    let deviation = variance.squareRoot()
    let gain = mean - best
    guard deviation > 0 else { return max(0, gain) }
    let z = gain / deviation
    let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    // erfc keeps its digits where 1 + erf would cancel.
    return max(0, gain * erfc(-z / 2.0.squareRoot()) / 2 + deviation * density)
  }
}
