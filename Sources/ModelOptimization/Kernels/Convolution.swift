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

/// How a convolution is computed.
package enum ConvolutionAlgorithm: Hashable, Sendable, CaseIterable {
  /// Each element is one chain of multiply-adds over the window's rows, columns and channels.
  case direct
  /// Channel by channel, where each is convolved alone; the same chain.
  case depthwise
  /// By transformed tiles, which take fewer multiplications and round differently.
  case winograd
}

/// A convolution whose weights are laid out for the kernels, ready to be applied many times.
///
/// An image's result does not depend on what else is in the batch, nor on the number of threads.
package struct PackedConvolution: Sendable {
  /// The sizes; `batch` is only a default.
  package let geometry: ConvolutionGeometry
  package let activation: ConvolutionActivation
  package let pooling: ConvolutionPooling
  package let algorithm: ConvolutionAlgorithm
  private let method: any ConvolutionMethod
  /// Multiply-adds of one image.
  private let imageWork: Int

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - geometry: the sizes.
  ///   - weights: `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  ///   - bias: one element for each output, or none.
  ///   - activation: what is done with each sum.
  ///   - pooling: what is done with the result.
  ///   - algorithm: how it is computed; the fastest that fits the sizes where nil.
  package init(
    _ geometry: ConvolutionGeometry, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>? = nil, activation: ConvolutionActivation = .none,
    pooling: ConvolutionPooling = .none, algorithm: ConvolutionAlgorithm? = nil
  ) {
    require(
      pooling == .none || (geometry.outputHeight >= 2 && geometry.outputWidth >= 2),
      "A result of \(geometry.outputHeight)×\(geometry.outputWidth) has no 2×2 elements to pool.")
    let algorithm = geometry.checked(algorithm)
    self.geometry = geometry
    self.activation = activation
    self.pooling = pooling
    self.algorithm = algorithm
    imageWork = geometry.withBatch(1).multiplyAdds
    switch algorithm {
    case .direct, .depthwise:
      method = DirectConvolution(
        geometry, weights, bias, activation, pooling, isDepthwise: algorithm == .depthwise)
    case .winograd:
      method = WinogradConvolution(geometry, weights, bias, activation, pooling)
    }
  }

  /// Elements of scratch memory that each thread needs.
  package var scratchCount: Int { method.scratchCount }

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
    let batch = batch ?? geometry.batch
    guard batch > 0 else { return }
    let method = method
    let work = batch * imageWork
    let threads = ConvolutionGeometry.isWorthCutting(work, for: pool) ? pool.threads : 1
    let parts = method.parts(batch: batch, threads: threads)
    let scratch = scratch ?? ConvolutionScratch(count: scratchCount, threads: threads)
    if threads == 1 {
      scratch.lend(scratchCount) { memory in
        for part in 0..<parts {
          method.run(part, of: parts, input, into: output, batch: batch, scratch: memory)
        }
      }
    } else {
      let work = ConvolutionWork(
        method: method, parts: parts, input: input, output: output, batch: batch,
        scratch: scratch)
      withUnsafePointer(to: work) {
        pool.parallel(parts, on: $0) { context, part in
          let work = context.assumingMemoryBound(to: ConvolutionWork.self)
          work.pointee.scratch.lend(work.pointee.method.scratchCount) { memory in
            work.pointee.method.run(
              part, of: work.pointee.parts, work.pointee.input, into: work.pointee.output,
              batch: work.pointee.batch, scratch: memory)
          }
        }
      }
    }
  }
}

/// What threads that share a convolution work on.
private struct ConvolutionWork {
  let method: any ConvolutionMethod
  let parts: Int
  let input: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let batch: Int
  let scratch: ConvolutionScratch
}

/// One algorithm with its weights laid out.
protocol ConvolutionMethod: Sendable {
  /// Elements of scratch memory that `run` needs.
  var scratchCount: Int { get }
  /// Into how many parts the work on a batch is cut, at least.
  func parts(batch: Int, threads: Int) -> Int
  /// Does one part of the work.
  func run(
    _ part: Int, of parts: Int, _ input: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, batch: Int,
    scratch: UnsafeMutablePointer<Float>)
}

extension ConvolutionGeometry {
  /// Whether so many multiply-adds are worth sharing: about 50 microseconds of them where threads
  /// must be woken, 7 where they are looking for work.
  static func isWorthCutting(_ multiplyAdds: Int, for pool: ThreadPool) -> Bool {
    multiplyAdds >= (pool.isAwake ? 200_000 : 1_500_000)
  }

  /// The algorithm that is asked for, or else the fastest; refuses one that cannot do these sizes.
  func checked(_ algorithm: ConvolutionAlgorithm?) -> ConvolutionAlgorithm {
    guard let algorithm else { return fastestAlgorithm }
    require(
      algorithm != .depthwise || isDepthwise,
      "Only a convolution with as many groups as channels on both sides is depthwise; this one "
        + "has \(inputs) inputs, \(outputs) outputs and \(groups) groups.")
    require(
      algorithm != .winograd || WinogradConvolution.fits(self),
      "Winograd's algorithm does kernels of 3×3 and 5×5 with stride and dilation 1, one group and "
        + "multiples of 16 channels; this one is \(kernelHeight)×\(kernelWidth), stride "
        + "\(strideHeight)×\(strideWidth), dilation \(dilationHeight)×\(dilationWidth), with "
        + "\(groups) groups, \(inputs) inputs and \(outputs) outputs.")
    return algorithm
  }

  /// The algorithm that takes the least time.
  package var fastestAlgorithm: ConvolutionAlgorithm {
    if isDepthwise { return .depthwise }
    return WinogradConvolution.pays(for: self) ? .winograd : .direct
  }
}
