import CKernels

/// Convolution by transformed tiles: 36 products for a tile of 2×2 outputs of a 5×5 kernel instead
/// of 100, and for 4×4 outputs of a 3×3 kernel instead of 144.
///
/// Its sums run over other terms than the direct ones, and cancel: on numbers in -1...1 the largest
/// error was 5e-7 (5×5) and 9e-7 (3×3) of the sum of the products' magnitudes, four to seven times
/// that of the direct form. A NaN or an infinity in a pixel spoils every output of the tiles that
/// it is part of, a few more than the windows that see it.
///
/// Source: Lavin, Gray, "Fast algorithms for convolutional neural networks", CVPR 2016.
struct WinogradConvolution: ConvolutionMethod {
  private let tiling: winograd_tiling
  /// `[36][panel][input][16]`.
  private let weights: [Float]
  private let bias: [Float]?
  private let activation: ConvolutionActivation
  private let pooling: ConvolutionPooling

  /// Whether the algorithm can do a convolution.
  static func fits(_ geometry: ConvolutionGeometry) -> Bool {
    (geometry.kernelHeight == 3 || geometry.kernelHeight == 5)
      && geometry.kernelWidth == geometry.kernelHeight && geometry.groups == 1
      && geometry.strideHeight == 1 && geometry.strideWidth == 1 && geometry.dilationHeight == 1
      && geometry.dilationWidth == 1 && geometry.inputs % 16 == 0 && geometry.outputs % 16 == 0
  }

  /// Whether it is faster than the direct form: from 16 channels on by a third and more, unless
  /// most of a tile lies outside the result.
  static func pays(for geometry: ConvolutionGeometry) -> Bool {
    fits(geometry) && geometry.outputHeight >= 4 && geometry.outputWidth >= 4
  }

  init(
    _ geometry: ConvolutionGeometry, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, _ activation: ConvolutionActivation,
    _ pooling: ConvolutionPooling
  ) {
    tiling = Self.tiling(of: geometry)
    self.weights = Self.transformed(weights, geometry, backward: false)
    self.bias = bias.map { Array(UnsafeBufferPointer(start: $0, count: geometry.outputs)) }
    self.activation = activation
    self.pooling = pooling
  }

  /// The gradient of the input: a convolution of the output's gradient with the kernels turned by
  /// half a turn, inputs and outputs exchanged.
  init(inputGradientOf geometry: ConvolutionGeometry, _ weights: UnsafePointer<Float>) {
    var tiling = winograd_tiling()
    tiling.height = geometry.outputHeight
    tiling.width = geometry.outputWidth
    tiling.inputs = geometry.outputs
    tiling.output_height = geometry.height
    tiling.output_width = geometry.width
    tiling.outputs = geometry.inputs
    tiling.padding_top = geometry.kernelHeight - 1 - geometry.paddingTop
    tiling.padding_left = geometry.kernelWidth - 1 - geometry.paddingLeft
    self.tiling = tiling.cut(kernel: geometry.kernelHeight)
    self.weights = Self.transformed(weights, geometry, backward: true)
    bias = nil
    activation = .none
    pooling = .none
  }

  /// The tiles of a convolution's forward pass.
  static func tiling(of geometry: ConvolutionGeometry) -> winograd_tiling {
    var tiling = winograd_tiling()
    tiling.height = geometry.height
    tiling.width = geometry.width
    tiling.inputs = geometry.inputs
    tiling.output_height = geometry.outputHeight
    tiling.output_width = geometry.outputWidth
    tiling.outputs = geometry.outputs
    tiling.padding_top = geometry.paddingTop
    tiling.padding_left = geometry.paddingLeft
    return tiling.cut(kernel: geometry.kernelHeight)
  }

  private static func transformed(
    _ weights: UnsafePointer<Float>, _ geometry: ConvolutionGeometry, backward: Bool
  ) -> [Float] {
    let transform = WinogradKernelTransform(size: geometry.kernelHeight)
    let points = geometry.kernelHeight * geometry.kernelWidth
    let sources = backward ? geometry.outputs : geometry.inputs
    let targets = backward ? geometry.inputs : geometry.outputs
    let sourceStep = backward ? geometry.inputs * points : points
    let targetStep = backward ? points : geometry.inputs * points
    var packed = [Float](repeating: 0, count: 36 * sources * targets)
    var kernels = [SIMD16<Double>](repeating: .zero, count: points)
    for panel in 0..<targets / 16 {
      for source in 0..<sources {
        let first = weights + panel * 16 * targetStep + source * sourceStep
        for point in 0..<points {
          let from = first + (backward ? points - 1 - point : point)
          for target in 0..<16 { kernels[point][target] = Double(from[target * targetStep]) }
        }
        let result = transform.transformed(kernels)
        for point in 0..<36 {
          let place = ((point * (targets / 16) + panel) * sources + source) * 16
          let rounded = SIMD16<Float>(result[point])
          for target in 0..<16 { packed[place + target] = rounded[target] }
        }
      }
    }
    return packed
  }

  var scratchCount: Int {
    withUnsafePointer(to: tiling) { winograd_scratch($0, tiling.blockTiles) }
  }

  func parts(batch: Int, threads: Int) -> Int {
    let tiles = batch * tiling.imageTiles
    let blocks = (tiles + tiling.blockTiles - 1) / tiling.blockTiles
    return threads == 1 ? blocks : max(blocks, min(2 * threads, (tiles + 5) / 6))
  }

  func run(
    _ part: Int, of parts: Int, _ input: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, batch: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let tiles = batch * tiling.imageTiles
    // Whole register tiles of 6 in every part but the last; the sum never exceeds a block.
    let each = ((tiles + parts - 1) / parts + 5) / 6 * 6
    let first = part * each
    let count = min(each, tiles - first)
    guard count > 0 else { return }
    withUnsafePointer(to: tiling) { tiling in
      func run(_ bias: UnsafePointer<Float>?) {
        winograd_forward_float(
          tiling, input, weights, bias, activation.rawValue, pooling == .none ? 0 : 1, output,
          first, count, scratch)
      }
      if let bias { bias.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
    }
  }

  /// Does the whole work on the batch of a geometry.
  func run(
    _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
    _ geometry: ConvolutionGeometry, pool: ThreadPool
  ) {
    let parts = parts(batch: geometry.batch, threads: pool.threads)
    let scratch = ConvolutionScratch(count: scratchCount, threads: pool.threads)
    forEachPart(parts, geometry, pool) { part in
      scratch.lend(scratchCount) { memory in
        run(part, of: parts, input, into: output, batch: geometry.batch, scratch: memory)
      }
    }
  }
}

extension winograd_tiling {
  /// The same images, cut into the tiles that fit the kernel.
  fileprivate func cut(kernel: Int) -> winograd_tiling {
    var tiling = self
    tiling.side = kernel == 5 ? 2 : 4
    tiling.tiles_down = (output_height + tiling.side - 1) / tiling.side
    tiling.tiles_across = (output_width + tiling.side - 1) / tiling.side
    return tiling
  }

  var imageTiles: Int { tiles_down * tiles_across }

  /// Tiles that are transformed together: as many as keep them in a processor's second cache
  /// beside the kernels; a multiple of the register tile.
  var blockTiles: Int {
    let fitting = (1 << 16) / (36 * (inputs + outputs))
    return min(max(fitting / 6, 1), 8) * 6
  }
}
