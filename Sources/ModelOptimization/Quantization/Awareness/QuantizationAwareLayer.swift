/// A dense layer or convolution that is trained with its weights rounded, as it will be used.
///
/// Forward, the weights are rounded to what will be stored. Backward, rounding counts as doing
/// nothing, for its own slope is 0 almost everywhere and nothing could be learned through it: the
/// straight-through estimator. The weights that the optimizer moves stay FP32, so that many small
/// steps add up to one of the integers' steps.
///
/// The range is that of the weights themselves in every step, so none of them is ever cut off.
///
/// Source: Bengio, Léonard, Courville, "Estimating or Propagating Gradients Through Stochastic
/// Neurons", 2013, arXiv:1308.3432; Jacob et al., 2017, arXiv:1712.05877, section 3.
struct QuantizationAwareLayer: RectifyingLayer {
  /// The layer with the weights that the optimizer moves.
  var layer: any WeightedLayer
  /// How the weights will be stored.
  let quantizer: any Quantizer

  var parameters: [Tensor] {
    get { layer.parameters }
    set { layer.parameters = newValue }
  }
  var parameterNames: [String] { layer.parameterNames }
  var parameterCount: Int { layer.parameterCount }

  func outputShape(for inputShape: [Int]) -> [Int] { layer.outputShape(for: inputShape) }

  func multiplyAccumulates(for inputShape: [Int]) -> Int {
    layer.multiplyAccumulates(for: inputShape)
  }

  func apply(_ x: Tensor, rectified: Bool) -> Tensor { rounded.apply(x, rectified: rectified) }

  func forward(_ x: Tensor, rectified: Bool) -> ForwardPass {
    // The gradients of the rounded weights are taken for those of the weights.
    var rounded = rounded
    return rounded.forward(x, rectified: rectified)
  }

  /// The layer with its weights as they come back from what is stored.
  private var rounded: any WeightedLayer {
    var rounded = layer
    // Weights that are no numbers any more cannot be rounded. They make the loss no number either,
    // and training says so.
    if let weight = try? quantizer.fakeQuantized(layer.weight, outputAxis: nil) {
      rounded.weight = weight
    }
    return rounded
  }
}

extension QuantizationAwareLayer: CustomStringConvertible {
  /// The layer: `QuantizationAware(Dense(784 → 10))`.
  var description: String { "QuantizationAware(\(layer))" }
}
