import CKernels

/// ∂loss/∂weights by Winograd's algorithm: the gradient of the transformed kernels, summed over
/// tiles, and transformed back once.
///
///     ∂U[i] = Σ over tiles of (Bᵀ d B)[i] ⊗ (A ∂y Aᵀ)[i],   ∂g = Gᵀ ∂U G
///
/// The images are cut into the same parts whatever the number of threads, and the parts' sums are
/// added in order.
func winogradWeightGradient(
  _ outputGradient: UnsafePointer<Float>, input: UnsafePointer<Float>,
  into weightGradient: UnsafeMutablePointer<Float>, _ geometry: ConvolutionGeometry,
  pool: ThreadPool
) {
  let tiling = WinogradConvolution.tiling(of: geometry)
  let pointCount = (geometry.inputs + 5) / 6 * 6
  let points = (0..<pointCount).map { min($0, geometry.inputs - 1) }
  let parts = max(1, min(geometry.batch, 8))
  let partCount = 36 * pointCount * geometry.outputs
  var sums = [Float](repeating: 0, count: parts * partCount)
  let needed = withUnsafePointer(to: tiling) { winograd_scratch($0, tiling.blockTiles) }
  let scratch = ConvolutionScratch(count: needed, threads: pool.threads)
  sums.withUnsafeMutableBufferPointer { sums in
    guard let start = sums.baseAddress else { return }
    nonisolated(unsafe) let gradients = start
    forEachPart(parts, geometry, pool) { part in
      let end = geometry.batch * (part + 1) / parts * tiling.imageTiles
      var first = geometry.batch * part / parts * tiling.imageTiles
      scratch.lend(needed) { memory in
        withUnsafePointer(to: tiling) { tiling in
          while first < end {
            let count = min(tiling.pointee.blockTiles, end - first)
            winograd_weight_gradient_float(
              tiling, input, outputGradient, points, pointCount, gradients + part * partCount,
              first, count, memory)
            first += count
          }
        }
      }
    }
  }
  for part in 1..<max(parts, 1) {
    for index in 0..<partCount { sums[index] += sums[part * partCount + index] }
  }
  transformBack(sums, pointCount: pointCount, geometry, into: weightGradient)
}

private func transformBack(
  _ sums: [Float], pointCount: Int, _ geometry: ConvolutionGeometry,
  into weightGradient: UnsafeMutablePointer<Float>
) {
  let transform = WinogradKernelTransform(size: geometry.kernelHeight)
  let kernel = geometry.kernelHeight * geometry.kernelWidth
  let panels = geometry.outputs / 16
  var values = [SIMD16<Double>](repeating: .zero, count: 36)
  for panel in 0..<panels {
    for channel in 0..<geometry.inputs {
      for point in 0..<36 {
        let place = ((point * panels + panel) * pointCount + channel) * 16
        for output in 0..<16 { values[point][output] = Double(sums[place + output]) }
      }
      let gradient = transform.gradient(values)
      for output in 0..<16 {
        let target =
          weightGradient + ((panel * 16 + output) * geometry.inputs + channel) * kernel
        for point in 0..<kernel { target[point] = Float(gradient[point][output]) }
      }
    }
  }
}
