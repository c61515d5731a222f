// The passes of a convolution, whether it mixes channels or not. The kernels take images whose
// channels lie together.

/// `x` convolved with `weight`, plus `bias`, then ReLU where `rectified`.
func convolution(
  _ x: Tensor, _ weight: Tensor, bias: Tensor?, rectified: Bool, _ geometry: ConvolutionGeometry
) -> Tensor {
  Tensor(shape: geometry.outputShape) { y in
    withElements(x, weight, bias ?? Tensor(zeros: [0])) { x, weight, offsets in
      let packed = PackedConvolution(
        geometry, weights: weight, bias: bias == nil ? nil : offsets,
        activation: rectified ? .relu : .none)
      packed(x, into: y)
    }
  }
}

/// A convolution in training mode, of images in the order of `layout`.
///
/// Backward, dW sums for each weight the products of the pixels that it saw with dY of the pixels
/// that they went to; dB sums dY; dX sums for each pixel the weights that it was multiplied by,
/// times dY.
func convolutionPass(
  _ x: Tensor, _ weight: Tensor, bias: Tensor?, rectified: Bool, _ geometry: ConvolutionGeometry,
  _ layout: ImageLayout, _ layer: some Layer
) -> ForwardPass {
  let x = layout.kernelOrder(x)
  let y = convolution(x, weight, bias: bias, rectified: rectified, geometry)
  let (rectifiedOutput, hasBias) = (rectified ? y : nil, bias != nil)
  return ForwardPass(output: layout.ownOrder(y)) { dY, needsInput in
    requireGradient(dY, fits: layout.ownShape(geometry.outputShape), of: layer)
    var dY = layout.kernelOrder(dY)
    if let rectifiedOutput {
      dY = rectifiedGradient(output: rectifiedOutput, outputGradient: dY)
    }
    let dW = Tensor(shape: geometry.weightShape) { dW in
      withElements(dY, x) { convolutionWeightGradient($0, input: $1, into: dW, geometry) }
    }
    var dX: Tensor?
    if needsInput {
      dX = layout.ownOrder(
        Tensor(shape: [geometry.batch, geometry.height, geometry.width, geometry.inputs]) { dX in
          withElements(dY, weight) { convolutionInputGradient($0, weights: $1, into: dX, geometry) }
        })
    }
    return LayerGradient(input: dX, parameters: [dW] + (hasBias ? [columnSums(dY)] : []))
  }
}
