#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the element-wise kernels compute, for one element, by the formula itself.
///
/// Computed in `Double` and not rounded: a kernel stays within a few units in the last place of a
/// `Float`, and a test says within how many.
package enum ElementwiseReference {
  /// 1 / (1 + e⁻ˣ).
  package static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// The hyperbolic tangent of x.
  package static func tanh(_ x: Double) -> Double { hyperbolicTangent(x) }

  /// eˣ.
  package static func exponential(_ x: Double) -> Double { exp(x) }

  /// Φ(x), the share of the normal distribution below x: (1 + erf(x / √2)) / 2, written so that
  /// nothing cancels where it is small.
  package static func normalShare(_ x: Double) -> Double { erfc(-x / (2.0).squareRoot()) / 2 }

  /// x · Φ(x).
  package static func gelu(_ x: Double) -> Double {
    x == -.infinity ? 0 : x * normalShare(x)
  }

  /// Φ(x) + x · φ(x), the slope of `gelu`.
  package static func geluSlope(_ x: Double) -> Double {
    let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    return normalShare(x) + (density == 0 ? 0 : x * density)
  }

  /// One step of Adam or AdamW for one parameter; the names are those of `Elementwise.adamStep`.
  package static func adamStep(
    value: inout Double, mean: inout Double, square: inout Double, gradient: Double,
    beta1: Double, beta2: Double, step: Double, squareScale: Double, epsilon: Double,
    keep: Double, penalty: Double, gradientScale: Double
  ) {
    let g = gradientScale * gradient + penalty * value
    mean = beta1 * mean + (1 - beta1) * g
    square = beta2 * square + (1 - beta2) * g * g
    value = keep * value - step * mean / ((squareScale * square).squareRoot() + epsilon)
  }

  /// One step of gradient descent with momentum for one parameter; the names are those of
  /// `Elementwise.sgdStep`.
  package static func sgdStep(
    value: inout Double, velocity: inout Double, gradient: Double,
    learningRate: Double, momentum: Double, penalty: Double, gradientScale: Double
  ) {
    velocity = momentum * velocity + gradientScale * gradient + penalty * value
    value -= learningRate * velocity
  }
}

/// The library's function, which inside the enumeration its own `tanh` would hide.
private func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
