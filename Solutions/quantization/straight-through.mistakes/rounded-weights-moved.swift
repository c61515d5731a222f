/// A number rounded to a multiple of the scale, at most `top` multiples from zero; a float again.
func fakeRounded(_ x: Float, scale: Float, top: Float) -> Float {
  min(max((x / scale).rounded(), -top), top) * scale
}

/// What backward takes for the slope of `fakeRounded`: 1 where the number was rounded, 0 where it
/// was cut, which is from half a step beyond the top on.
func straightThroughSlope(at x: Float, scale: Float, top: Float) -> Float {
  abs(x / scale) < top + 0.5 ? 1 : 0
}

/// One step of gradient descent on the mean squared error of a linear model that is used rounded.
///
///     answer   = Σ input · fakeRounded(weight)
///     gradient = mean over examples of 2 · (answer - target) · input · slope
///
/// - Parameters:
///   - weights: floats that are never rounded themselves.
///   - inputs: of each example, as many as weights.
///   - targets: of each example.
///   - rate: how much of the gradient is taken off.
/// - Returns: the weights after the step, floats.
func awareStep(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float, rate: Float
) -> [Float] {
  let rounded = weights.map { fakeRounded($0, scale: scale, top: top) }
  var gradient = [Float](repeating: 0, count: weights.count)
  for (input, target) in zip(inputs, targets) {
    let answer = zip(input, rounded).reduce(0) { $0 + $1.0 * $1.1 }
    for place in gradient.indices {
      gradient[place] += 2 * (answer - target) * input[place] / Float(inputs.count)
    }
  }
  return zip(rounded, gradient).map { weight, gradient in
    weight - rate * gradient * straightThroughSlope(at: weight, scale: scale, top: top)
  }
}

/// The mean squared error of the model with its weights rounded.
func roundedLoss(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float
) -> Float {
  let rounded = weights.map { fakeRounded($0, scale: scale, top: top) }
  let errors = zip(inputs, targets).map { input, target in
    zip(input, rounded).reduce(-target) { $0 + $1.0 * $1.1 }
  }
  return errors.reduce(0) { $0 + $1 * $1 } / Float(errors.count)
}

/// Trains with rounded weights, and keeps the best.
///
/// - Returns: of the weights before the first step and after each one, those with the least
///   `roundedLoss`; floats, as they are before rounding.
func trainedAware(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float, rate: Float,
  steps: Int
) -> [Float] {
  func loss(_ weights: [Float]) -> Float {
    roundedLoss(weights, inputs: inputs, targets: targets, scale: scale, top: top)
  }
  var current = weights
  var best = weights
  for _ in 0..<steps {
    current = awareStep(
      current, inputs: inputs, targets: targets, scale: scale, top: top, rate: rate)
    if loss(current) < loss(best) { best = current }
  }
  return best
}
