#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the kernels along rows and columns compute, by the formula itself and in `Double`.
///
/// A matrix is an array of rows.
package enum ReductionReference {
  /// The sum and the mean of some numbers and the mean square of the differences from it.
  package static func moments(
    _ x: [Double]
  ) -> (sum: Double, mean: Double, variance: Double) {
    let sum = x.reduce(0, +)
    let mean = sum / Double(x.count)
    let squares = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum, mean, squares / Double(x.count))
  }

  /// e to the power of each number, divided by their sum.
  package static func softmax(_ x: [Double]) -> [Double] {
    let largest = x.max() ?? 0
    let powers = x.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// The logarithms of `softmax`.
  package static func logSoftmax(_ x: [Double]) -> [Double] {
    let largest = x.max() ?? 0
    let logarithm = log(x.reduce(0) { $0 + exp($1 - largest) })
    return x.map { $0 - largest - logarithm }
  }

  /// y · (dy - Σ of dy · y).
  package static func softmaxGradient(_ y: [Double], _ dy: [Double]) -> [Double] {
    let sum = zip(y, dy).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(y, dy).map { $0 * ($1 - sum) }
  }

  /// dy - eʸ · Σ of dy.
  package static func logSoftmaxGradient(_ y: [Double], _ dy: [Double]) -> [Double] {
    let sum = dy.reduce(0, +)
    return zip(y, dy).map { $1 - exp($0) * sum }
  }

  /// (x - mean) / √(variance + epsilon).
  package static func normalized(_ x: [Double], epsilon: Double) -> [Double] {
    let (_, mean, variance) = moments(x)
    return x.map { ($0 - mean) / (variance + epsilon).squareRoot() }
  }

  /// The gradient with respect to x of Σ of slope · normalized(x): for a layer norm, where x is a
  /// row and `slope` dy · scale, and for a batch norm, where x is a channel.
  package static func normalizedGradient(
    _ x: [Double], slope: [Double], epsilon: Double
  ) -> [Double] {
    let normal = normalized(x, epsilon: epsilon)
    let inverse = 1 / (moments(x).variance + epsilon).squareRoot()
    let along = slope.reduce(0, +) / Double(x.count)
    let across = zip(slope, normal).reduce(0) { $0 + $1.0 * $1.1 } / Double(x.count)
    return zip(slope, normal).map { inverse * ($0 - along - $1 * across) }
  }
}
