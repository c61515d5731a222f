import CKernels

/// ∂loss/∂input of a convolution, from ∂loss/∂output.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, outputs]`.
///   - weights: `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
///   - inputGradient: where it goes, `[batch, height, width, inputs]`; what stood there is
///     forgotten.
///   - geometry: the sizes.
///   - algorithm: how it is computed; the fastest that fits the sizes where nil.
///   - pool: the threads that share the work.
package func convolutionInputGradient(
  _ outputGradient: UnsafePointer<Float>, weights: UnsafePointer<Float>,
  into inputGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  algorithm: ConvolutionAlgorithm? = nil, pool: ThreadPool = .current
) {
  guard geometry.batch > 0 else { return }
  let algorithm = geometry.checked(algorithm)
  if algorithm == .winograd {
    WinogradConvolution(inputGradientOf: geometry, weights)
      .run(outputGradient, into: inputGradient, geometry, pool: pool)
    return
  }
  let passes = ConvolutionPass.inputGradient(
    geometry, weights: weights, isDepthwise: algorithm == .depthwise)
  let needed = passes.map { $0.scratchCount(rows: $0.rows) }.max() ?? 0
  let scratch = ConvolutionScratch(count: needed, threads: pool.threads)
  // With a stride, some rows or columns may have met no window.
  let isWhole =
    passes.count
    == min(geometry.strideHeight, geometry.height) * min(geometry.strideWidth, geometry.width)
  forEachImage(geometry, pool) { image in
    let gradient = inputGradient + image * geometry.inputImageCount
    if !isWhole { gradient.update(repeating: 0, count: geometry.inputImageCount) }
    scratch.lend(needed) { memory in
      for pass in passes {
        pass.run(
          outputGradient + image * geometry.outputImageCount, bias: nil, activation: .none,
          into: gradient, rows: 0..<pass.rows, scratch: memory)
      }
    }
  }
}

/// ∂loss/∂weights of a convolution, summed over the batch.
///
/// Each element is one chain of multiply-adds over images, rows and columns, or, by Winograd's
/// algorithm, a sum over transformed tiles in that order.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, outputs]`.
///   - input: what went into the convolution, `[batch, height, width, inputs]`.
///   - weightGradient: where it goes, `[outputs, inputs / groups, kernelHeight, kernelWidth]`;
///     what stood there is forgotten.
///   - geometry: the sizes.
///   - algorithm: how it is computed; the fastest that fits the sizes where nil.
///   - pool: the threads that share the work.
package func convolutionWeightGradient(
  _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
  into weightGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  algorithm: ConvolutionAlgorithm? = nil, pool: ThreadPool = .current
) {
  switch geometry.checked(algorithm) {
  case .depthwise:
    depthwiseWeightGradient(
      outputGradient, input: input, into: weightGradient, geometry, pool: pool)
  case .winograd:
    winogradWeightGradient(
      outputGradient, input: input, into: weightGradient, geometry, pool: pool)
  case .direct:
    directWeightGradient(
      outputGradient, input: input, into: weightGradient, geometry, pool: pool)
  }
}

private func directWeightGradient(
  _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
  into weightGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  pool: ThreadPool
) {
  let pass = ConvolutionPass(forward: geometry, weights: nil, isDepthwise: false)
  let block = Int(convolution_block)
  let inner = pass.taps.count * pass.sweep.run
  let padded = (inner + block - 1) / block * block
  let points = (0..<padded).map { point in
    let k = min(point, inner - 1)
    return pass.taps[k / pass.sweep.run] + k % pass.sweep.run
  }
  let panels = (geometry.outputsPerGroup + 15) / 16
  let blocks = geometry.groups * panels * (padded / block)
  var packed = [Float](repeating: 0, count: blocks * block * 16)
  // Each part sums some of the weights over all images, so that no sums need to be joined.
  let parts = pool.threads == 1 ? 1 : min(blocks, 2 * pool.threads)
  let needed = withUnsafePointer(to: pass.sweep) {
    convolution_gradient_scratch($0, geometry.outputHeight)
  }
  let scratch = ConvolutionScratch(count: needed, threads: pool.threads)
  packed.withUnsafeMutableBufferPointer { packed in
    guard let sums = packed.baseAddress else { return }
    nonisolated(unsafe) let gradient = sums
    forEachPart(parts, geometry, pool) { part in
      let first = blocks * part / parts
      let count = blocks * (part + 1) / parts - first
      scratch.lend(needed) { memory in
        withUnsafePointer(to: pass.sweep) { sweep in
          for image in 0..<geometry.batch {
            convolution_weight_gradient_float(
              sweep, points, padded, geometry.outputHeight,
              input + image * geometry.inputImageCount,
              outputGradient + image * geometry.outputImageCount, gradient, first, count,
              memory)
          }
        }
      }
    }
  }
  let kernel = geometry.kernelHeight * geometry.kernelWidth
  for output in 0..<geometry.outputs {
    let (group, inGroup) = output.quotientAndRemainder(dividingBy: geometry.outputsPerGroup)
    let panel = group * panels + inGroup / 16
    for k in 0..<inner {
      let (point, channel) = k.quotientAndRemainder(dividingBy: geometry.inputsPerGroup)
      weightGradient[(output * geometry.inputsPerGroup + channel) * kernel + point] =
        packed[(panel * padded + k) * 16 + inGroup % 16]
    }
  }
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
  convolution_bias_gradient_float(
    outputGradient, geometry.batch * geometry.outputHeight * geometry.outputWidth,
    geometry.outputs, biasGradient)
}

/// Calls `body` for each image of a batch, on all threads where that pays.
func forEachImage(
  _ geometry: ConvolutionGeometry, _ pool: ThreadPool, _ body: (_ image: Int) -> Void
) {
  forEachPart(geometry.batch, geometry, pool, body)
}

/// Calls `body` for each part of the work on a batch, on all threads where that pays.
func forEachPart(
  _ parts: Int, _ geometry: ConvolutionGeometry, _ pool: ThreadPool, _ body: (_ part: Int) -> Void
) {
  if !ConvolutionGeometry.isWorthCutting(geometry.multiplyAdds, for: pool) || pool.threads == 1 {
    for part in 0..<parts { body(part) }
  } else {
    pool.parallel(parts, body)
  }
}
