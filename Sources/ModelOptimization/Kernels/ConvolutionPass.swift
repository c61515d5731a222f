import CKernels

/// One sweep of a window over an image, with its weights laid out: a convolution, or the part of
/// its input's gradient that falls on every `stride`-th row and column.
struct ConvolutionPass: Sendable {
  private(set) var sweep = convolution_sweep()
  private(set) var taps: [Int] = []
  /// `[group][panel][tap][run][16]`, or `[tap][channel]` where each channel is convolved alone.
  private(set) var weights: [Float] = []
  /// Rows of the grid.
  let rows: Int
  /// Where grid point `[0, 0]` lies in the target.
  let targetOffset: Int
  /// Whether the kernels for channels that are convolved alone are used.
  let isDepthwise: Bool

  /// The points of a window along one axis: which row or column of the kernel each is multiplied
  /// by, and how far it lies from the window's first; ascending, the first at 0.
  struct Axis {
    var kernel: [Int]
    var offsets: [Int]
    /// The framed image's rows or columns before the image; negative where it begins inside.
    var frame: Int
    /// Grid points.
    var count: Int
    /// How far the window moves in the source from one grid point to the next.
    var step: Int
    /// How far the grid moves in the target.
    var targetStep: Int
    /// The first grid point in the target.
    var targetStart: Int

    /// Rows or columns that the window reaches over.
    var reach: Int { (offsets.last ?? 0) + 1 }
    /// Rows or columns that all windows together reach over.
    var extent: Int { (count - 1) * step + reach }
    /// Whether the points lie side by side.
    var isDense: Bool { offsets.last == offsets.count - 1 }
  }

  /// The convolution itself.
  init(
    forward geometry: ConvolutionGeometry, weights: UnsafePointer<Float>?, isDepthwise: Bool
  ) {
    let vertical = Axis(
      kernel: Array(0..<geometry.kernelHeight),
      offsets: (0..<geometry.kernelHeight).map { $0 * geometry.dilationHeight },
      frame: geometry.paddingTop, count: geometry.outputHeight, step: geometry.strideHeight,
      targetStep: 1, targetStart: 0)
    let horizontal = Axis(
      kernel: Array(0..<geometry.kernelWidth),
      offsets: (0..<geometry.kernelWidth).map { $0 * geometry.dilationWidth },
      frame: geometry.paddingLeft, count: geometry.outputWidth, step: geometry.strideWidth,
      targetStep: 1, targetStart: 0)
    self.init(
      vertical, horizontal, groups: geometry.groups,
      source: (geometry.height, geometry.width, geometry.inputsPerGroup),
      target: (geometry.outputWidth, geometry.outputsPerGroup), isDepthwise: isDepthwise)
    if let weights { pack(weights, vertical, horizontal, geometry, backward: false) }
  }

  /// The parts of the input's gradient; rows and columns that no window saw belong to none.
  ///
  /// Row y of the input met kernel row i in output row (y + top - i·dilation) / stride, where that
  /// is whole: the rows y of equal remainder by the stride share their kernel rows, and their
  /// gradient is a convolution of the output's gradient with those, in reverse order.
  static func inputGradient(
    _ geometry: ConvolutionGeometry, weights: UnsafePointer<Float>, isDepthwise: Bool
  ) -> [ConvolutionPass] {
    var passes: [ConvolutionPass] = []
    for row in 0..<min(geometry.strideHeight, geometry.height) {
      let vertical = backwardAxis(
        phase: row, stride: geometry.strideHeight, padding: geometry.paddingTop,
        dilation: geometry.dilationHeight, kernel: geometry.kernelHeight, length: geometry.height)
      for column in 0..<min(geometry.strideWidth, geometry.width) {
        let horizontal = backwardAxis(
          phase: column, stride: geometry.strideWidth, padding: geometry.paddingLeft,
          dilation: geometry.dilationWidth, kernel: geometry.kernelWidth, length: geometry.width)
        guard let vertical, let horizontal else { continue }
        var pass = ConvolutionPass(
          vertical, horizontal, groups: geometry.groups,
          source: (geometry.outputHeight, geometry.outputWidth, geometry.outputsPerGroup),
          target: (geometry.width, geometry.inputsPerGroup), isDepthwise: isDepthwise)
        pass.pack(weights, vertical, horizontal, geometry, backward: true)
        passes.append(pass)
      }
    }
    return passes
  }

  /// nil where no kernel row or column meets the rows or columns of this phase.
  private static func backwardAxis(
    phase: Int, stride: Int, padding: Int, dilation: Int, kernel: Int, length: Int
  ) -> Axis? {
    let met = (0..<kernel).reversed().filter { (phase + padding - $0 * dilation) % stride == 0 }
    let places = met.map { (phase + padding - $0 * dilation) / stride }
    guard let first = places.first else { return nil }
    return Axis(
      kernel: met, offsets: places.map { $0 - first }, frame: -first,
      count: (length - phase + stride - 1) / stride, step: 1, targetStep: stride,
      targetStart: phase)
  }

  private init(
    _ vertical: Axis, _ horizontal: Axis, groups: Int,
    source: (height: Int, width: Int, channels: Int), target: (width: Int, channels: Int),
    isDepthwise: Bool
  ) {
    self.isDepthwise = isDepthwise
    let channels = source.channels * groups
    let targetChannels = target.channels * groups
    rows = vertical.count
    targetOffset =
      (vertical.targetStart * target.width + horizontal.targetStart) * targetChannels
    sweep.source_height = source.height
    sweep.source_width = source.width
    sweep.source_channels = channels
    sweep.frame_top = vertical.frame
    sweep.frame_left = horizontal.frame
    sweep.framed_width = horizontal.extent
    sweep.window_height = vertical.reach
    let isBare =
      vertical.frame == 0 && horizontal.frame == 0 && horizontal.extent <= source.width
      && vertical.extent <= source.height
    if isBare { sweep.framed_width = source.width }
    sweep.is_bare = isBare ? 1 : 0
    sweep.step_height = vertical.step
    sweep.step_width = horizontal.step
    sweep.columns = horizontal.count
    sweep.groups = groups
    sweep.group_inputs = source.channels
    sweep.group_outputs = target.channels
    sweep.target_row = vertical.targetStep * target.width * targetChannels
    sweep.target_pixel = horizontal.targetStep * targetChannels
    let line = sweep.framed_width * channels
    if groups == 1 && horizontal.isDense && !isDepthwise {
      // The whole row of a window lies side by side.
      sweep.run = horizontal.offsets.count * source.channels
      taps = vertical.offsets.map { $0 * line }
    } else {
      sweep.run = source.channels
      taps = vertical.offsets.flatMap { row in
        horizontal.offsets.map { row * line + $0 * channels }
      }
    }
    sweep.taps = taps.count
  }

  /// The number of panels of 16 targets in a group.
  private var panels: Int { (sweep.group_outputs + 15) / 16 }

  private mutating func pack(
    _ source: UnsafePointer<Float>, _ vertical: Axis, _ horizontal: Axis,
    _ geometry: ConvolutionGeometry, backward: Bool
  ) {
    let kernel = geometry.kernelHeight * geometry.kernelWidth
    if isDepthwise {
      weights = vertical.kernel.flatMap { i in
        horizontal.kernel.flatMap { j in
          (0..<geometry.groups).map { source[$0 * kernel + i * geometry.kernelWidth + j] }
        }
      }
      return
    }
    let (channels, targets) = (sweep.group_inputs, sweep.group_outputs)
    // From one source channel or target channel of the sweep to the next in the weights.
    let channelStep = backward ? geometry.inputsPerGroup * kernel : kernel
    let targetStep = backward ? kernel : geometry.inputsPerGroup * kernel
    let groupStep = geometry.outputsPerGroup * geometry.inputsPerGroup * kernel
    let inner = sweep.taps * sweep.run
    let (groups, panels) = (sweep.groups, panels)
    var laidOut = [Float](repeating: 0, count: groups * panels * inner * 16)
    laidOut.withUnsafeMutableBufferPointer { packed in
      var place = 0
      for group in 0..<groups {
        for panel in 0..<panels {
          let first = source + group * groupStep + panel * 16 * targetStep
          let count = min(16, targets - panel * 16)
          for i in vertical.kernel {
            for j in horizontal.kernel {
              for channel in 0..<channels {
                let from = first + i * geometry.kernelWidth + j + channel * channelStep
                for target in 0..<count { packed[place + target] = from[target * targetStep] }
                place += 16
              }
            }
          }
        }
      }
    }
    weights = laidOut
  }

  /// The bias in panels of 16, or as it is where each channel is convolved alone.
  func packedBias(_ bias: UnsafePointer<Float>) -> [Float] {
    if isDepthwise { return Array(UnsafeBufferPointer(start: bias, count: sweep.groups)) }
    var packed = [Float](repeating: 0, count: sweep.groups * panels * 16)
    for group in 0..<sweep.groups {
      for target in 0..<sweep.group_outputs {
        packed[group * panels * 16 + target] = bias[group * sweep.group_outputs + target]
      }
    }
    return packed
  }

  /// The rows of the grid that are swept in one go: as many as keep the framed rows well within a
  /// processor's second cache.
  var bandRows: Int {
    let line = max(1, sweep.framed_width * sweep.source_channels)
    let framedRows = (1 << 15) / line
    return min(rows, max(1, (framedRows - sweep.window_height) / sweep.step_height + 1))
  }

  /// Elements of scratch memory that a sweep over `rows` rows needs.
  func scratchCount(rows: Int) -> Int {
    withUnsafePointer(to: sweep) {
      isDepthwise ? depthwise_scratch($0, rows) : convolution_scratch($0, rows)
    }
  }

  /// Puts the rows of an image that some rows of the grid need into their frame, for several
  /// sweeps over them.
  ///
  /// - Returns: the sweep over the framed image, the framed image, and which of its grid rows is
  ///   the first that was asked for.
  func frame(
    _ source: UnsafePointer<Float>, rows: Range<Int>, into scratch: UnsafeMutablePointer<Float>
  ) -> (pass: ConvolutionPass, image: UnsafePointer<Float>, firstRow: Int) {
    guard sweep.is_bare == 0 else { return (self, source, rows.lowerBound) }
    withUnsafePointer(to: sweep) {
      convolution_frame_float($0, source, rows.lowerBound, rows.count, scratch)
    }
    var framed = self
    // The frame is the image from here on.
    framed.sweep.is_bare = 1
    framed.sweep.frame_top = 0
    framed.sweep.frame_left = 0
    framed.sweep.source_width = sweep.framed_width
    framed.sweep.source_height = (rows.count - 1) * sweep.step_height + sweep.window_height
    return (framed, UnsafePointer(scratch), 0)
  }

  /// Sweeps over some rows of one image.
  func run(
    _ source: UnsafePointer<Float>, bias: [Float]?, activation: ConvolutionActivation,
    into target: UnsafeMutablePointer<Float>, rows: Range<Int>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: sweep) { sweep in
      func run(_ bias: UnsafePointer<Float>?) {
        if isDepthwise {
          depthwise_forward_float(
            sweep, taps, source, weights, bias, activation.rawValue, target + targetOffset,
            rows.lowerBound, rows.count, scratch)
        } else {
          convolution_forward_float(
            sweep, taps, source, weights, bias, activation.rawValue, target + targetOffset,
            rows.lowerBound, rows.count, scratch)
        }
      }
      if let bias { bias.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
    }
  }
}
