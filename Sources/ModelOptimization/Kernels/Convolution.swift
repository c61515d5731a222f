/// What is done with each sum of a convolution before it is stored.
package enum ConvolutionActivation: Int32, Hashable, Sendable {
  /// Nothing.
  case none = 0
  /// max(0, x); a NaN stays NaN.
  case relu = 1
}

/// What is done with the result of a convolution while it is still in the cache.
package enum ConvolutionPooling: Hashable, Sendable {
  /// Nothing: the whole result is stored.
  case none
  /// Only the largest of each 2×2 elements is stored; an odd last row or column is left out.
  case maximum2x2
}

/// A convolution whose weights are laid out for the kernels, ready to be applied many times.
package struct PackedConvolution: Sendable {
  /// The sizes; `batch` is only a default.
  package let geometry: ConvolutionGeometry
  package let activation: ConvolutionActivation
  package let pooling: ConvolutionPooling
  private let weights: [Float]
  private let bias: [Float]?

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - geometry: the sizes.
  ///   - weights: `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: one element for each output, or none.
  ///   - activation: what is done with each sum.
  ///   - pooling: what is done with the result.
  package init(
    _ geometry: ConvolutionGeometry, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>? = nil, activation: ConvolutionActivation = .none,
    pooling: ConvolutionPooling = .none
  ) {
    self.geometry = geometry
    self.activation = activation
    self.pooling = pooling
    self.weights = Array(UnsafeBufferPointer(start: weights, count: geometry.weightCount))
    self.bias = bias.map { Array(UnsafeBufferPointer(start: $0, count: geometry.outputs)) }
  }

  /// Elements of scratch memory that each thread needs.
  package var scratchCount: Int { 0 }

  /// Rows and columns of the result, after pooling.
  package var resultHeight: Int {
    pooling == .none ? geometry.outputHeight : geometry.outputHeight / 2
  }
  package var resultWidth: Int {
    pooling == .none ? geometry.outputWidth : geometry.outputWidth / 2
  }
  /// Elements of one image's result, after pooling.
  package var resultImageCount: Int { resultHeight * resultWidth * geometry.outputs }

  /// Applies the convolution.
  ///
  /// - Parameters:
  ///   - input: `[batch, height, width, inputs]`.
  ///   - output: `[batch, resultHeight, resultWidth, outputs]`.
  ///   - batch: images; the geometry's own number where nil.
  ///   - scratch: memory to work in, with `scratchCount` elements for each thread; where nil, it
  ///     is taken for this call.
  ///   - pool: the threads that share the work.
  package func callAsFunction(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, batch: Int? = nil,
    scratch: ConvolutionScratch? = nil, pool: ThreadPool = .current
  ) {
    let geometry = geometry.withBatch(batch ?? geometry.batch)
    var result = referenceConvolution(
      Array(UnsafeBufferPointer(start: input, count: geometry.inputCount)), weights: weights,
      bias: bias, activation: activation, geometry)
    if pooling == .maximum2x2 {
      result =
        referenceMaximumPooling(
          result,
          PoolingGeometry(
            batch: geometry.batch, height: geometry.outputHeight, width: geometry.outputWidth,
            channels: geometry.outputs, window: (2, 2))
        ).output
    }
    output.update(from: result, count: result.count)
  }
}
