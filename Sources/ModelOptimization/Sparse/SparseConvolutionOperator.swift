import CKernels

/// A convolution most of whose weights are zero, with the ReLU and the 2×2 pooling that follow it.
///
/// The image is laid out channel by channel, with its padding. For one weight, the pixels that it
/// is multiplied by lie side by side then, row after row of the image: all pixels of an output
/// channel are summed with one pass over the channel's weights that are not zero, and no matrix of
/// windows is written. Between the rows a few sums are made that belong to no pixel.
///
/// Source: Park et al., "Faster CNNs with Direct Sparse Convolutions and Guided Pruning", 2017,
/// arXiv:1608.01409, section 3.1.
struct SparseConvolutionOperator: PreparedOperator {
  private let weight: SparseSlices
  private let geometry: ConvolutionGeometry
  private let isPooled: Bool

  // Of the image with its padding, of one channel's sums, and of both together.
  private var paddedHeight: Int {
    geometry.height + geometry.paddingTop + geometry.paddingBottom
  }
  private var paddedWidth: Int { geometry.width + geometry.paddingLeft + geometry.paddingRight }
  private var plane: Int { paddedHeight * paddedWidth }
  private var width: Int {
    ((geometry.outputHeight - 1) * paddedWidth + geometry.outputWidth + 15) / 16 * 16
  }
  /// The sums of the last pixels read a little beyond the image.
  private var imageCount: Int { geometry.inputs * plane + 16 }
  private var scratchCount: Int { imageCount + geometry.outputs * width }

  /// Whether a convolution can be done so: with a stride of 1, and each output from all inputs.
  static func takes(_ geometry: ConvolutionGeometry) -> Bool {
    geometry.strideHeight == 1 && geometry.strideWidth == 1 && geometry.groups == 1
  }

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - geometry: one that `takes`.
  ///   - weight: `[outputs, inputs · window height · window width]`.
  ///   - bias: one element for each output.
  ///   - rectified: whether a ReLU follows.
  ///   - isPooled: whether the largest of each 2×2 is kept.
  init(
    _ geometry: ConvolutionGeometry, weight: SparseMatrix, bias: [Float], rectified: Bool,
    isPooled: Bool
  ) {
    self.geometry = geometry
    self.isPooled = isPooled
    let width = geometry.width + geometry.paddingLeft + geometry.paddingRight
    let plane = (geometry.height + geometry.paddingTop + geometry.paddingBottom) * width
    let (kernelWidth, window) = (
      geometry.kernelWidth, geometry.kernelHeight * geometry.kernelWidth
    )
    self.weight = SparseSlices(weight, bias: bias, rectified: rectified) { column in
      let (channel, tap) = (column / window, column % window)
      return channel * plane + tap / kernelWidth * width + tap % kernelWidth
    }
  }

  var weightBytes: Int { weight.byteCount }

  var scratchBytes: Int { 4 * scratchCount }

  func run(_ task: OperatorTask) {
    let inputs = geometry.height * geometry.width * geometry.inputs
    let pixels = geometry.outputHeight * geometry.outputWidth
    let kept = isPooled ? geometry.outputHeight / 2 * (geometry.outputWidth / 2) : pixels
    let outputs = geometry.outputs * kept
    let (x, y) = (task.input(as: Float.self), task.output(as: Float.self))
    task.inParts(task.examples, workOfOne: pixels * geometry.outputs * 32) { first, count in
      task.scratch.lend(scratchCount) { image in
        // The padding of all images is the same zeros.
        image.update(repeating: 0, count: imageCount)
        for example in first..<first + count {
          spread(x + example * inputs, to: image)
          let sums = image + imageCount
          weight.multiply(
            image, stride: 1, width: width, into: sums, stride: width, slices: 0..<weight.slices)
          collect(sums, to: y + example * outputs)
        }
      }
    }
  }

  /// Lays an image out channel by channel.
  private func spread(_ x: UnsafePointer<Float>, to image: UnsafeMutablePointer<Float>) {
    let (channels, columns) = (geometry.inputs, geometry.width)
    for row in 0..<geometry.height {
      kernel_transpose_float(
        x + row * columns * channels, channels, columns, channels,
        image + (row + geometry.paddingTop) * paddedWidth + geometry.paddingLeft, plane)
    }
  }

  /// Takes the channels of each pixel together again, pooled where they are to be.
  private func collect(_ sums: UnsafeMutablePointer<Float>, to y: UnsafeMutablePointer<Float>) {
    let (channels, columns) = (geometry.outputs, geometry.outputWidth)
    if isPooled {
      let (rows, columns) = (geometry.outputHeight / 2, columns / 2)
      for channel in 0..<channels {
        let channelSums = sums + channel * width
        for row in 0..<rows {
          let (top, bottom) = (
            channelSums + 2 * row * paddedWidth, channelSums + (2 * row + 1) * paddedWidth
          )
          // Written over what has been read already.
          for column in 0..<columns {
            channelSums[row * columns + column] = largest(
              largest(top[2 * column], top[2 * column + 1]),
              largest(bottom[2 * column], bottom[2 * column + 1]))
          }
        }
      }
      kernel_transpose_float(sums, width, channels, rows * columns, y, channels)
    } else {
      for row in 0..<geometry.outputHeight {
        kernel_transpose_float(
          sums + row * paddedWidth, width, channels, columns, y + row * columns * channels,
          channels)
      }
    }
  }

  /// NaN is larger than any number, so that it is not lost.
  private func largest(_ a: Float, _ b: Float) -> Float { a > b || a.isNaN ? a : b }
}

/// A convolution whose weights are zero in whole blocks: what one input channel at one place of
/// the window gives to 16 output channels.
struct BlockConvolutionOperator: PreparedOperator {
  private let weight: SparsePanels
  private let geometry: ConvolutionGeometry
  private let pooling: PoolingGeometry?

  private var paddedHeight: Int {
    geometry.height + geometry.paddingTop + geometry.paddingBottom
  }
  private var paddedWidth: Int { geometry.width + geometry.paddingLeft + geometry.paddingRight }
  private var imageCount: Int { paddedHeight * paddedWidth * geometry.inputs }
  private var outputCount: Int { geometry.outputHeight * geometry.outputWidth * geometry.outputs }
  private var scratchCount: Int { imageCount + 16 + (pooling == nil ? 0 : outputCount) }

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - geometry: of any stride; each output is made from all inputs.
  ///   - weight: `[outputs, inputs · window height · window width]`.
  ///   - bias: one element for each output.
  ///   - rectified: whether a ReLU follows.
  ///   - isPooled: whether the largest of each 2×2 is kept.
  init(
    _ geometry: ConvolutionGeometry, weight: BlockSparseMatrix, bias: [Float], rectified: Bool,
    isPooled: Bool
  ) {
    self.geometry = geometry
    pooling =
      isPooled
      ? PoolingGeometry(
        batch: 1, height: geometry.outputHeight, width: geometry.outputWidth,
        channels: geometry.outputs, window: (2, 2), stride: (2, 2), padding: (0, 0, 0, 0))
      : nil
    let row = (geometry.width + geometry.paddingLeft + geometry.paddingRight) * geometry.inputs
    let (kernelWidth, window) = (
      geometry.kernelWidth, geometry.kernelHeight * geometry.kernelWidth
    )
    self.weight = SparsePanels(weight, bias: bias, rectified: rectified) { column in
      let (channel, tap) = (column / window, column % window)
      return tap / kernelWidth * row + tap % kernelWidth * geometry.inputs + channel
    }
  }

  var weightBytes: Int { weight.byteCount }

  var scratchBytes: Int { 4 * scratchCount }

  func run(_ task: OperatorTask) {
    let inputs = geometry.height * geometry.width * geometry.inputs
    let outputs = pooling?.outputImageCount ?? outputCount
    let (x, y) = (task.input(as: Float.self), task.output(as: Float.self))
    task.inParts(task.examples, workOfOne: 32 * outputCount) { first, count in
      task.scratch.lend(scratchCount) { image in
        image.update(repeating: 0, count: imageCount)
        for example in first..<first + count {
          pad(x + example * inputs, to: image)
          let target = y + example * outputs
          guard let pooling else {
            convolve(image, to: target)
            continue
          }
          let sums = image + (imageCount + 15) / 16 * 16
          convolve(image, to: sums)
          maximumPooling(sums, into: target, pooling, pool: task.pool)
        }
      }
    }
  }

  private func pad(_ x: UnsafePointer<Float>, to image: UnsafeMutablePointer<Float>) {
    let row = geometry.width * geometry.inputs
    for index in 0..<geometry.height {
      let place = (index + geometry.paddingTop) * paddedWidth + geometry.paddingLeft
      (image + place * geometry.inputs).update(from: x + index * row, count: row)
    }
  }

  private func convolve(_ image: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>) {
    let row = geometry.outputWidth * geometry.outputs
    for index in 0..<geometry.outputHeight {
      weight.multiply(
        image + index * geometry.strideHeight * paddedWidth * geometry.inputs,
        stride: geometry.strideWidth * geometry.inputs, count: geometry.outputWidth,
        into: y + index * row, stride: geometry.outputs)
    }
  }
}
