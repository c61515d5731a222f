import CKernels

/// ∂loss/∂weights of a depthwise convolution: each image's part, then the sum in the images'
/// order, whatever the number of threads.
func depthwiseWeightGradient(
  _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
  into weightGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  pool: ThreadPool
) {
  let pass = ConvolutionPass(forward: geometry, weights: nil, isDepthwise: true)
  let needed = pass.scratchCount(rows: pass.rows)
  let scratch = ConvolutionScratch(count: needed, threads: pool.threads)
  let count = geometry.weightCount
  var parts = [Float](repeating: 0, count: geometry.batch * count)
  parts.withUnsafeMutableBufferPointer { parts in
    guard let start = parts.baseAddress else { return }
    nonisolated(unsafe) let gradients = start
    forEachImage(geometry, pool) { image in
      scratch.lend(needed) { memory in
        withUnsafePointer(to: pass.sweep) { sweep in
          depthwise_weight_gradient_float(
            sweep, pass.taps, geometry.outputHeight, input + image * geometry.inputImageCount,
            outputGradient + image * geometry.outputImageCount, gradients + image * count,
            memory)
        }
      }
    }
  }
  var sum = [Float](repeating: 0, count: count)
  for image in 0..<geometry.batch {
    for index in 0..<count { sum[index] += parts[image * count + index] }
  }
  let taps = pass.taps.count
  for channel in 0..<geometry.outputs {
    for tap in 0..<taps {
      weightGradient[channel * taps + tap] = sum[tap * geometry.outputs + channel]
    }
  }
}
