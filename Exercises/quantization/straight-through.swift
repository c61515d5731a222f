/// A number rounded to a multiple of the scale, at most `top` multiples from zero; a float again.
func fakeRounded(_ x: Float, scale: Float, top: Float) -> Float {
  // TODO: round, cut, and multiply again.
  return x
}

/// What backward takes for the slope of `fakeRounded`: 1 where the number was rounded, 0 where it
/// was cut, which is from half a step beyond the top on.
func straightThroughSlope(at x: Float, scale: Float, top: Float) -> Float {
  // TODO: where does a gradient pass?
  return -1
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
  // TODO: answers with rounded weights; which weights move?
  return []
}

/// The mean squared error of the model with its weights rounded.
func roundedLoss(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float
) -> Float {
  // TODO: the mean of the squared errors.
  return -1
}

/// Trains with rounded weights, and keeps the best.
///
/// - Returns: of the weights before the first step and after each one, those with the least
///   `roundedLoss`; floats, as they are before rounding.
func trainedAware(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float, rate: Float,
  steps: Int
) -> [Float] {
  // TODO: step by step, remembering the best.
  return []
}
