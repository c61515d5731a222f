#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How alike the scores of two points are taken to be, by the distance between them.
///
/// With `r` the distance after each coordinate is divided by its length scale, √(Σᵢ (xᵢ-yᵢ)²/ℓᵢ²):
public enum CovarianceKernel: String, CaseIterable, Sendable {
  /// `exp(-r² / 2)`, the squared exponential: infinitely smooth, smoother than scores are.
  case squaredExponential
  /// `(1 + √5 r + 5 r² / 3) · exp(-√5 r)`, Matérn with ν = 5/2: twice differentiable.
  ///
  /// Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, equation
  /// 4.17; chosen for settings by Snoek, Larochelle and Adams, 2012, arXiv:1206.2944.
  case matern52

  /// The correlation of two points, from 0 to 1.
  ///
  /// - Parameters:
  ///   - x: the coordinates of one.
  ///   - y: the coordinates of the other.
  ///   - lengthScales: for each coordinate, over what distance the scores change; above zero.
  public func correlation(_ x: [Double], _ y: [Double], lengthScales: [Double]) -> Double {
    require(
      x.count == y.count && x.count == lengthScales.count,
      "Two points of \(x.count) and \(y.count) coordinates cannot be compared with "
        + "\(lengthScales.count) length scales.")
    var square = 0.0
    for index in x.indices {
      let difference = (x[index] - y[index]) / lengthScales[index]
      square += difference * difference
    }
    switch self {
    case .squaredExponential: return exp(-square / 2)
    case .matern52:
      let distance = (5 * square).squareRoot()
      return (1 + distance + 5 * square / 3) * exp(-distance)
    }
  }
}
