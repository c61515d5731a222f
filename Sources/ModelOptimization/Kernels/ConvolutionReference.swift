// The plain form of convolution and of its gradients: the formulas, one loop for each index.
// The fast kernels are tested against these.

/// Convolution by its formula.
///
///     y[n, r, c, o] = bias[o] + Σ x[n, r·stride + i·dilation - top, c·stride + j·dilation - left, k]
///                               · w[o, k, i, j]       over i, j, and the k of o's group
///
/// - Parameters:
///   - input: `geometry.inputCount` elements, `[batch, height, width, inputs]`.
///   - weights: `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
///   - bias: one element for each output, or none.
///   - activation: what is done with each sum.
///   - geometry: all sizes.
/// - Returns: `[batch, outputHeight, outputWidth, outputs]`.
package func referenceConvolution(
  _ input: [Float], weights: [Float], bias: [Float]? = nil,
  activation: ConvolutionActivation = .none, _ geometry: ConvolutionGeometry
) -> [Float] {
  var output = [Float](repeating: 0, count: geometry.outputCount)
  geometry.forEachProduct { input_, weight, output_ in
    output[output_] += input[input_] * weights[weight]
  }
  for index in output.indices {
    if let bias { output[index] += bias[index % geometry.outputs] }
    if activation == .relu, output[index] < 0 { output[index] = 0 }
  }
  return output
}

/// ∂loss/∂input of a convolution, from ∂loss/∂output.
///
///     dx[p] = Σ dy[q] · w[…]   over all products x[p] · w[…] that went into y[q]
package func referenceConvolutionInputGradient(
  _ outputGradient: [Float], weights: [Float], _ geometry: ConvolutionGeometry
) -> [Float] {
  var gradient = [Float](repeating: 0, count: geometry.inputCount)
  geometry.forEachProduct { input, weight, output in
    gradient[input] += outputGradient[output] * weights[weight]
  }
  return gradient
}

/// ∂loss/∂weights of a convolution, summed over the batch, in the layout of the weights.
///
///     dw[o, k, i, j] = Σ dy[q] · x[p]   over all products x[p] · w[o, k, i, j] that went into y[q]
package func referenceConvolutionWeightGradient(
  _ outputGradient: [Float], input: [Float], _ geometry: ConvolutionGeometry
) -> [Float] {
  var gradient = [Float](repeating: 0, count: geometry.weightCount)
  geometry.forEachProduct { input_, weight, output in
    gradient[weight] += outputGradient[output] * input[input_]
  }
  return gradient
}

/// ∂loss/∂bias of a convolution: the sum of ∂loss/∂output over batch, rows and columns.
package func referenceConvolutionBiasGradient(
  _ outputGradient: [Float], _ geometry: ConvolutionGeometry
) -> [Float] {
  var gradient = [Float](repeating: 0, count: geometry.outputs)
  for index in 0..<geometry.outputCount {
    gradient[index % geometry.outputs] += outputGradient[index]
  }
  return gradient
}

extension ConvolutionGeometry {
  /// Calls `body` with the numbers of the element of the input, of the weights and of the output
  /// that meet in each product, in the order in which the kernels add them: window row, window
  /// column, input channel.
  fileprivate func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
    for image in 0..<batch {
      for outputRow in 0..<outputHeight {
        for outputColumn in 0..<outputWidth {
          for output in 0..<outputs {
            let place = ((image * outputHeight + outputRow) * outputWidth + outputColumn) * outputs
            let group = output / outputsPerGroup
            for i in 0..<kernelHeight {
              let row = outputRow * strideHeight + i * dilationHeight - paddingTop
              guard row >= 0, row < height else { continue }
              for j in 0..<kernelWidth {
                let column = outputColumn * strideWidth + j * dilationWidth - paddingLeft
                guard column >= 0, column < width else { continue }
                let pixel = ((image * height + row) * width + column) * inputs
                for k in 0..<inputsPerGroup {
                  body(
                    pixel + group * inputsPerGroup + k,
                    ((output * inputsPerGroup + k) * kernelHeight + i) * kernelWidth + j,
                    place + output)
                }
              }
            }
          }
        }
      }
    }
  }
}
