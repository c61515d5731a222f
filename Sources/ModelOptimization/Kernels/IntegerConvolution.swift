import CKernels

/// A convolution of bytes whose weights are packed once: images of bytes in, bytes or floats out.
///
///     sum = bias[output] + Σ over the window of (input - input zero point) · weight
///
/// Padding stands for 0, that is for the zero point. With 2×2 pooling only the largest of each four
/// results is stored: scales are not negative, so that it is that of the largest sum.
///
/// The sums are exact, so that an image gives the same alone and in a batch, on any number of
/// threads and any processor; `IntegerReference` computes the same plainly.
package struct IntegerConvolution: Sendable {
  /// The sizes; `batch` is only a default.
  package let geometry: ConvolutionGeometry
  package let output: IntegerOutput
  package let pooling: ConvolutionPooling
  private let plan: IntegerConvolutionPlan
  private let sweep: IntegerSweep
  /// The pixels of all images are the rows of one matrix, where a window is one pixel: no image
  /// ends with a narrow tile then.
  private let pointwise: IntegerDense?
  /// Multiply-adds of one image.
  private let imageWork: Int

  /// Packs weights.
  ///
  /// - Parameters:
  ///   - geometry: the sizes; with as many groups as inputs and outputs each channel is convolved
  ///     alone.
  ///   - weights: `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: for each output, in steps of (input's scale) · (weights' scale), or nil for zeros.
  ///   - inputZeroPoint: what stands for 0 in the input.
  ///   - output: what becomes of the sums.
  ///   - pooling: what is done with the result.
  ///   - form: for tests and comparisons; nil for the best that is exact.
  package init(
    _ geometry: ConvolutionGeometry, weights: UnsafePointer<Int8>, bias: [Int32]? = nil,
    inputZeroPoint: UInt8, output: IntegerOutput, pooling: ConvolutionPooling = .none,
    form: IntegerForm? = nil
  ) {
    require(
      pooling == .none || (geometry.outputHeight >= 2 && geometry.outputWidth >= 2),
      "A result of \(geometry.outputHeight)×\(geometry.outputWidth) has no 2×2 elements to pool.")
    self.geometry = geometry
    self.output = output
    self.pooling = pooling
    imageWork = geometry.withBatch(1).multiplyAdds
    let kernel = geometry.kernelHeight * geometry.kernelWidth
    let isPointwise =
      kernel == 1 && geometry.strideHeight == 1 && geometry.strideWidth == 1 && pooling == .none
      && geometry.outputHeight == geometry.height && geometry.outputWidth == geometry.width
      && geometry.groups == 1 && geometry.paddingTop == 0 && geometry.paddingLeft == 0
    if isPointwise {
      let dense = IntegerDense(
        weights, inputs: geometry.inputs, outputs: geometry.outputs, inputStride: 1,
        outputStride: geometry.inputs, bias: bias, inputZeroPoint: inputZeroPoint,
        output: output, form: form)
      pointwise = dense
      sweep = dense.sweep
    } else if geometry.isDepthwise && geometry.groups > 1 {
      let byTap = (0..<kernel).flatMap { tap in
        (0..<geometry.groups).map { weights[$0 * kernel + tap] }
      }
      pointwise = nil
      sweep = IntegerSweep(
        depthwise: byTap, channels: geometry.groups, bias: bias, inputZeroPoint: inputZeroPoint,
        output: output)
    } else {
      pointwise = nil
      let runs = IntegerConvolutionPlan.Runs(geometry)
      sweep = IntegerSweep(
        groups: runs.arranged(weights, geometry), k: runs.taps * runs.padded,
        outputs: geometry.outputsPerGroup, bias: bias, inputZeroPoint: inputZeroPoint,
        output: output, form: form)
    }
    plan = IntegerConvolutionPlan(
      geometry, pooling, activationBytes: sweep.activationBytes,
      inputZeroPoint: Int32(inputZeroPoint), elementBytes: output.elementBytes)
  }

  /// How its weights are multiplied; `.plain` where each channel is convolved alone.
  package var form: IntegerForm { sweep.form }
  /// The bytes of the packed weights and constants.
  package var byteCount: Int { sweep.byteCount }
  /// Elements (of 4 bytes) of scratch memory that each thread needs.
  package var scratchCount: Int { pointwise?.scratchCount ?? plan.scratchCount }
  /// Rows of the result, after pooling.
  package var resultHeight: Int {
    pooling == .none ? geometry.outputHeight : geometry.outputHeight / 2
  }
  /// Columns of the result, after pooling.
  package var resultWidth: Int {
    pooling == .none ? geometry.outputWidth : geometry.outputWidth / 2
  }
  /// Elements of one image's result, after pooling.
  package var resultImageCount: Int { resultHeight * resultWidth * geometry.outputs }

  /// Applies the convolution; for one that gives bytes.
  ///
  /// - Parameters:
  ///   - input: `[batch, height, width, inputs]`.
  ///   - result: `[batch, resultHeight, resultWidth, outputs]`.
  ///   - batch: images; the geometry's own number where nil.
  ///   - scratch: `scratchCount` elements for each thread; nil to take them for this call.
  ///   - pool: the threads that share the work.
  package func callAsFunction(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutablePointer<UInt8>, batch: Int? = nil,
    scratch: ConvolutionScratch? = nil, pool: ThreadPool = .current
  ) {
    require(output.elementBytes == 1, "This convolution gives floats, not bytes.")
    run(input, into: result, batch: batch ?? geometry.batch, scratch: scratch, pool: pool)
  }

  /// Applies the convolution; for one that gives floats.
  package func callAsFunction(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutablePointer<Float>, batch: Int? = nil,
    scratch: ConvolutionScratch? = nil, pool: ThreadPool = .current
  ) {
    require(output.elementBytes == 4, "This convolution gives bytes, not floats.")
    run(input, into: result, batch: batch ?? geometry.batch, scratch: scratch, pool: pool)
  }

  private func run(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutableRawPointer, batch: Int,
    scratch: ConvolutionScratch?, pool: ThreadPool
  ) {
    guard batch > 0 else { return }
    if let pointwise {
      let rows = batch * geometry.height * geometry.width
      return pointwise.run(
        input, into: result, rows: rows, dynamic: nil, scratch: scratch, pool: pool)
    }
    // 8-bit products take a half to a quarter of the time of those of floats.
    let threads =
      ConvolutionGeometry.isWorthCutting(batch * imageWork / 2, for: pool) ? pool.threads : 1
    let parts = plan.parts(batch: batch, threads: threads)
    let scratch = scratch ?? ConvolutionScratch(count: scratchCount, threads: threads)
    let imageBytes = resultImageCount * output.elementBytes
    if threads == 1 {
      scratch.lend(scratchCount) { memory in
        for part in 0..<parts {
          plan.run(
            part, of: parts, sweep.sweep, panels: sweep.panels, input, into: result, imageBytes,
            batch: batch, scratch: memory)
        }
      }
    } else {
      pool.parallel(parts) { part in
        scratch.lend(scratchCount) { memory in
          plan.run(
            part, of: parts, sweep.sweep, panels: sweep.panels, input, into: result, imageBytes,
            batch: batch, scratch: memory)
        }
      }
    }
  }
}
