/// What a two-dimensional convolution reads and writes.
///
/// Images are `[batch, height, width, channels]`. The window at output `[row, column]` begins at
/// image row `row * strideHeight - paddingTop` and column `column * strideWidth - paddingLeft`;
/// its points lie `dilation` apart, and those outside the image count as zeros. With `groups`
/// groups, the outputs of a group see its share of the inputs only.
package struct ConvolutionGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  /// Channels of the image.
  package let inputs: Int
  /// Channels of the result.
  package let outputs: Int
  package let kernelHeight: Int
  package let kernelWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  package let paddingTop: Int
  package let paddingLeft: Int
  package let paddingBottom: Int
  package let paddingRight: Int
  package let groups: Int
  package let dilationHeight: Int
  package let dilationWidth: Int
  /// Rows of the result: (height + padding - dilation * (kernel - 1) - 1) / stride + 1.
  package let outputHeight: Int
  /// Columns of the result.
  package let outputWidth: Int

  /// Describes a convolution, and refuses one that cannot be.
  ///
  /// - Parameters:
  ///   - batch: images; may be 0.
  ///   - height: rows of an image.
  ///   - width: columns of an image.
  ///   - inputs: channels of an image, a multiple of `groups`.
  ///   - outputs: channels of the result, a multiple of `groups`.
  ///   - kernel: rows and columns of the window.
  ///   - stride: how far the window moves, down and to the right.
  ///   - padding: rows and columns of zeros around the image.
  ///   - groups: parts of the channels that are convolved apart.
  ///   - dilation: the distance between neighbouring points of the window.
  package init(
    batch: Int, height: Int, width: Int, inputs: Int, outputs: Int,
    kernel: (height: Int, width: Int), stride: (height: Int, width: Int) = (1, 1),
    padding: (top: Int, left: Int, bottom: Int, right: Int) = (0, 0, 0, 0),
    groups: Int = 1, dilation: (height: Int, width: Int) = (1, 1)
  ) {
    require(
      batch >= 0 && height >= 1 && width >= 1 && inputs >= 1 && outputs >= 1,
      "A convolution needs images of at least 1×1 and at least 1 channel on both sides; it was "
        + "given a batch of \(batch), \(height)×\(width), \(inputs) inputs, \(outputs) outputs.")
    require(
      kernel.height >= 1 && kernel.width >= 1 && stride.height >= 1 && stride.width >= 1
        && dilation.height >= 1 && dilation.width >= 1,
      "Kernel, stride and dilation of a convolution are at least 1; it was given a kernel of "
        + "\(kernel.height)×\(kernel.width), stride \(stride.height)×\(stride.width) and "
        + "dilation \(dilation.height)×\(dilation.width).")
    require(
      padding.top >= 0 && padding.left >= 0 && padding.bottom >= 0 && padding.right >= 0,
      "The padding of a convolution is not negative; it was given \(padding.top) above, "
        + "\(padding.left) left, \(padding.bottom) below, \(padding.right) right.")
    require(
      groups >= 1 && inputs % groups == 0 && outputs % groups == 0,
      "Both channel counts of a convolution are multiples of its groups; \(inputs) inputs and "
        + "\(outputs) outputs are not cut into \(groups) groups.")
    outputHeight = outputExtent(
      height, kernel.height, stride.height, padding.top, padding.bottom, dilation.height, "high")
    outputWidth = outputExtent(
      width, kernel.width, stride.width, padding.left, padding.right, dilation.width, "wide")
    self.batch = batch
    self.height = height
    self.width = width
    self.inputs = inputs
    self.outputs = outputs
    (kernelHeight, kernelWidth) = kernel
    (strideHeight, strideWidth) = stride
    (paddingTop, paddingLeft, paddingBottom, paddingRight) = padding
    self.groups = groups
    (dilationHeight, dilationWidth) = dilation
    requireSizesFit()
  }

  /// The same convolution for another number of images.
  package func withBatch(_ batch: Int) -> ConvolutionGeometry {
    ConvolutionGeometry(
      batch: batch, height: height, width: width, inputs: inputs, outputs: outputs,
      kernel: (kernelHeight, kernelWidth), stride: (strideHeight, strideWidth),
      padding: (paddingTop, paddingLeft, paddingBottom, paddingRight), groups: groups,
      dilation: (dilationHeight, dilationWidth))
  }
}

extension ConvolutionGeometry {
  /// Elements of one image.
  package var inputImageCount: Int { height * width * inputs }
  /// Elements of one image's result.
  package var outputImageCount: Int { outputHeight * outputWidth * outputs }
  /// Elements of all images.
  package var inputCount: Int { batch * inputImageCount }
  /// Elements of all results.
  package var outputCount: Int { batch * outputImageCount }
  /// Elements of the weights, `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  package var weightCount: Int { outputs * inputsPerGroup * kernelHeight * kernelWidth }
  /// `[batch, outputHeight, outputWidth, outputs]`.
  package var outputShape: [Int] { [batch, outputHeight, outputWidth, outputs] }
  /// `[outputs, inputs / groups, kernelHeight, kernelWidth]`.
  package var weightShape: [Int] { [outputs, inputsPerGroup, kernelHeight, kernelWidth] }
  package var inputsPerGroup: Int { inputs / groups }
  package var outputsPerGroup: Int { outputs / groups }
  /// Multiplications with an addition, as counted for the direct algorithm, padding included.
  package var multiplyAdds: Int {
    batch * outputHeight * outputWidth * outputs * inputsPerGroup * kernelHeight * kernelWidth
  }
  /// Whether each channel is convolved alone.
  package var isDepthwise: Bool { groups == inputs && groups == outputs }

  /// Padded images and everything that is read and written are counted in `Int` with room left
  /// for sums of a few such counts and for bytes.
  private func requireSizesFit() {
    let (paddedHeight, paddedWidth) = (
      height + paddingTop + paddingBottom, width + paddingLeft + paddingRight
    )
    require(
      canBeCounted(batch, paddedHeight, paddedWidth, inputs)
        && canBeCounted(batch, outputHeight, outputWidth, outputs)
        && canBeCounted(outputs, inputsPerGroup, kernelHeight, kernelWidth),
      "A convolution of \(batch) images of \(height)×\(width)×\(inputs) with \(outputs) "
        + "kernels of \(kernelHeight)×\(kernelWidth) has more elements than fit in memory.")
  }
}

/// Whether a block with these sides has so few elements that its bytes, and sums of a few such
/// counts, can be counted. (An array of the sides would take memory at every call.)
func canBeCounted(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Bool {
  let first = max(a, 1).multipliedReportingOverflow(by: b)
  let second = first.partialValue.multipliedReportingOverflow(by: c)
  let third = second.partialValue.multipliedReportingOverflow(by: d)
  return !first.overflow && !second.overflow && !third.overflow
    && third.partialValue < Int.max / 256
}

/// How many places a window takes along one axis.
func outputExtent(
  _ length: Int, _ kernel: Int, _ stride: Int, _ before: Int, _ after: Int, _ dilation: Int,
  _ word: String
) -> Int {
  let limit = Int.max / 8
  let (reach, overflow) = (kernel - 1).multipliedReportingOverflow(by: dilation)
  require(
    !overflow && reach < limit && length < limit && before < limit && after < limit,
    "A window of \(kernel) points at distance \(dilation) over \(length) with padding "
      + "\(before) and \(after) is beyond what can be counted.")
  let padded = length + before + after
  require(
    reach + 1 <= padded,
    "The window is \(reach + 1) \(word), the padded image only \(padded): \(length) and padding "
      + "of \(before) and \(after).")
  return (padded - reach - 1) / stride + 1
}
