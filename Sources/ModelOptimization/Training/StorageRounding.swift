/// Rounds what passes from layer to layer to a storage format, and the gradients on their way
/// back.
struct StorageRounding: ParameterlessLayer {
  let format: StorageFormat

  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  func callAsFunction(_ x: Tensor) -> Tensor { format.rounded(x) }

  func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    ForwardPass(output: format.rounded(x)) { [format] dY, needsInput in
      LayerGradient(input: needsInput ? format.rounded(dY) : nil, parameters: [])
    }
  }
}

extension TrainableLayer {
  /// The same layer, with a rounding before it and behind it; in a `Sequential` behind each of
  /// its layers. Its parameters and statistics are the same, in the same order.
  func rounding(to format: StorageFormat) -> any TrainableLayer {
    let rounding = StorageRounding(format: format)
    let layers = (self as? Sequential)?.layers ?? [self]
    return Sequential([rounding] + layers.flatMap { [$0, rounding] as [any TrainableLayer] })
  }
}
