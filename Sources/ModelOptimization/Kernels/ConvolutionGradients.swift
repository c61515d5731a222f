/// ∂loss/∂input of a convolution, from ∂loss/∂output.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, outputs]`.
///   - weights: `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
///   - inputGradient: where it goes, `[batch, height, width, inputs]`; what stood there is
///     forgotten.
///   - geometry: the sizes.
///   - pool: the threads that share the work.
package func convolutionInputGradient(
  _ outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>,
  into inputGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  pool: ThreadPool = .current
) {
  let result = referenceConvolutionInputGradient(
    Array(UnsafeBufferPointer(start: outputGradient, count: geometry.outputCount)),
    weights: Array(UnsafeBufferPointer(start: weights, count: geometry.weightCount)), geometry)
  inputGradient.update(from: result, count: result.count)
}

/// ∂loss/∂weights of a convolution, summed over the batch.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, outputs]`.
///   - input: what went into the convolution, `[batch, height, width, inputs]`.
///   - weightGradient: where it goes, `[outputs, inputs / groups, kernelHeight, kernelWidth]`; what
///     stood there is forgotten.
///   - geometry: the sizes.
///   - pool: the threads that share the work.
package func convolutionWeightGradient(
  _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
  into weightGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  pool: ThreadPool = .current
) {
  let result = referenceConvolutionWeightGradient(
    Array(UnsafeBufferPointer(start: outputGradient, count: geometry.outputCount)),
    input: Array(UnsafeBufferPointer(start: input, count: geometry.inputCount)), geometry)
  weightGradient.update(from: result, count: result.count)
}

/// ∂loss/∂bias of a convolution: the sum of ∂loss/∂output over batch, rows and columns.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, outputs]`.
///   - biasGradient: where it goes, one element for each output; what stood there is forgotten.
///   - geometry: the sizes.
package func convolutionBiasGradient(
  _ outputGradient: UnsafePointer<Float>, into biasGradient: UnsafeMutablePointer<Float>,
  _ geometry: ConvolutionGeometry
) {
  let result = referenceConvolutionBiasGradient(
    Array(UnsafeBufferPointer(start: outputGradient, count: geometry.outputCount)), geometry)
  biasGradient.update(from: result, count: result.count)
}
