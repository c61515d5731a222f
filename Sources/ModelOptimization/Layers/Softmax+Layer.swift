/// Turns each row of scores into probabilities that add up to one; a row runs along the last axis.
///
///     y[i] = exp(x[i] - max x) / Σ over j of exp(x[j] - max x)
///     dX[i] = y[i] · (dY[i] - Σ over j of dY[j] · y[j])
///
/// A classifier that is trained with cross-entropy ends in logits and needs none.
public struct Softmax: ParameterlessLayer, Equatable {
  /// Creates the layer; it has no parameters.
  public init() {}

  /// Applies `softmax(_:)` to a tensor with at least one axis.
  public func callAsFunction(_ x: Tensor) -> Tensor { softmax(x) }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let y = softmax(x)
    return ForwardPass(output: y) { [self] dY, needsInput in
      requireGradient(dY, fits: y.shape, of: self)
      return LayerGradient(
        input: needsInput ? softmaxGradient(output: y, outputGradient: dY) : nil, parameters: [])
    }
  }
}

/// How the loss changes with scores, from what softmax made of them.
func softmaxGradient(output y: Tensor, outputGradient dY: Tensor) -> Tensor {
  let columns = y.shape.last ?? 1
  let rows = columns == 0 ? 0 : y.count / columns
  return Tensor(shape: y.shape) { dX in
    withElements(y, dY) {
      Reduction.softmaxRowsGradient($0, $1, into: dX, rows: rows, columns: columns)
    }
  }
}
