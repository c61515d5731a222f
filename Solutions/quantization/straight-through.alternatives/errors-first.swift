/// A number rounded to a multiple of the scale, at most `top` multiples from zero; a float again.
func fakeRounded(_ x: Float, scale: Float, top: Float) -> Float {
  let end = top * scale
  if x >= end { return end }
  if x <= -end { return -end }
  return (x / scale).rounded() * scale
}

/// What backward takes for the slope of `fakeRounded`: 1 where the number was rounded, 0 where it
/// was cut, which is from half a step beyond the top on.
func straightThroughSlope(at x: Float, scale: Float, top: Float) -> Float {
  let reach = scale * (top + 0.5)
  return (-reach...reach).contains(x) && x.magnitude != reach ? 1 : 0
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
  let errors = answerErrors(weights, inputs, targets, scale, top)
  return weights.enumerated().map { place, weight in
    let slope = straightThroughSlope(at: weight, scale: scale, top: top)
    let sum = zip(inputs, errors).reduce(0) { $0 + $1.0[place] * $1.1 }
    return weight - rate * slope * 2 * sum / Float(inputs.count)
  }
}

/// The mean squared error of the model with its weights rounded.
func roundedLoss(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float
) -> Float {
  let errors = answerErrors(weights, inputs, targets, scale, top)
  var squares: Float = 0
  for error in errors { squares += error * error }
  return squares / Float(errors.count)
}

/// Answer minus target of each example.
private func answerErrors(
  _ weights: [Float], _ inputs: [[Float]], _ targets: [Float], _ scale: Float, _ top: Float
) -> [Float] {
  inputs.indices.map { example in
    var answer: Float = 0
    for (place, weight) in weights.enumerated() {
      answer += inputs[example][place] * fakeRounded(weight, scale: scale, top: top)
    }
    return answer - targets[example]
  }
}

/// Trains with rounded weights, and keeps the best.
///
/// - Returns: of the weights before the first step and after each one, those with the least
///   `roundedLoss`; floats, as they are before rounding.
func trainedAware(
  _ weights: [Float], inputs: [[Float]], targets: [Float], scale: Float, top: Float, rate: Float,
  steps: Int
) -> [Float] {
  var visited = [weights]
  for step in 0..<steps {
    visited.append(
      awareStep(
        visited[step], inputs: inputs, targets: targets, scale: scale, top: top, rate: rate))
  }
  let losses = visited.map {
    roundedLoss($0, inputs: inputs, targets: targets, scale: scale, top: top)
  }
  let least = losses.min() ?? 0
  return visited[losses.firstIndex(of: least) ?? 0]
}
