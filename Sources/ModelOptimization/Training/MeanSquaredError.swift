/// The mean squared error between outputs and what they should be.
///
///     loss = Σ (output - target)² / count
///
/// - Parameters:
///   - output: any shape with at least one element.
///   - target: the same shape.
public func meanSquaredError(_ output: Tensor, _ target: Tensor) -> Float {
  requireSameShape(output, target)
  let (outputs, targets) = (output.storage.span, target.storage.span)
  var sum: Float = 0
  for index in outputs.indices {
    let difference = outputs[index] - targets[index]
    sum += difference * difference
  }
  return sum / Float(output.count)
}

/// How the mean squared error changes with the outputs.
///
///     ∂loss/∂output = 2 · (output - target) / count
///
/// - Parameters:
///   - output: any shape with at least one element.
///   - target: the same shape.
/// - Returns: the shape of `output`.
public func meanSquaredErrorGradient(_ output: Tensor, _ target: Tensor) -> Tensor {
  requireSameShape(output, target)
  var gradient = output
  var slopes = gradient.storage.mutableSpan
  let targets = target.storage.span
  let factor = 2 / Float(output.count)
  for index in slopes.indices { slopes[index] = factor * (slopes[index] - targets[index]) }
  return gradient
}

private func requireSameShape(_ output: Tensor, _ target: Tensor) {
  require(
    output.shape == target.shape && output.count > 0,
    "The mean squared error compares two tensors of the same shape with at least one element; "
      + "it was given \(output.shape) and \(target.shape).")
}
