/// The tensor that an element-wise kernel makes of another.
func mapElements(
  _ x: Tensor, _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) -> Tensor {
  Tensor(shape: x.shape) { y in x.withElements { kernel($0, y, x.count) } }
}

/// The tensor that an element-wise kernel makes of two others of the same shape.
func mapElements(
  _ a: Tensor, _ b: Tensor,
  _ kernel: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) -> Tensor {
  Tensor(shape: a.shape) { y in withElements(a, b) { kernel($0, $1, y, a.count) } }
}

/// The forward pass of a layer that changes each element by itself.
///
/// - Parameters:
///   - output: what the layer returned.
///   - kept: its input or its output, whichever the slope is told by.
///   - layer: who it is, for messages.
///   - gradient: the kernel that makes ∂loss/∂input of `kept` and ∂loss/∂output.
func elementwisePass(
  output: Tensor, keeping kept: Tensor, of layer: some Layer,
  gradient:
    @escaping @Sendable (
      UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int
    ) -> Void
) -> ForwardPass {
  ForwardPass(output: output) { dY, needsInput in
    requireGradient(dY, fits: kept.shape, of: layer)
    return LayerGradient(
      input: needsInput ? mapElements(kept, dY, gradient) : nil, parameters: [])
  }
}
