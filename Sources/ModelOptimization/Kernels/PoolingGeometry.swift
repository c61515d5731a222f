/// What a pooling layer reads and writes: a window that moves over each channel of an image.
///
/// Images are `[batch, height, width, channels]`.
package struct PoolingGeometry: Hashable, Sendable {
  package let batch: Int
  package let height: Int
  package let width: Int
  package let channels: Int
  package let windowHeight: Int
  package let windowWidth: Int
  package let strideHeight: Int
  package let strideWidth: Int
  package let paddingTop: Int
  package let paddingLeft: Int
  package let paddingBottom: Int
  package let paddingRight: Int
  /// Rows of the result; a last window that would reach beyond the padding is left out.
  package let outputHeight: Int
  /// Columns of the result.
  package let outputWidth: Int

  /// Describes a pooling layer, and refuses one that cannot be.
  ///
  /// - Parameters:
  ///   - batch: images; may be 0.
  ///   - height: rows of an image.
  ///   - width: columns of an image.
  ///   - channels: of an image and of the result.
  ///   - window: rows and columns of the window.
  ///   - stride: how far the window moves; the window's own size where nil.
  ///   - padding: around the image; less than the window, so that each window meets the image.
  package init(
    batch: Int, height: Int, width: Int, channels: Int, window: (height: Int, width: Int),
    stride: (height: Int, width: Int)? = nil,
    padding: (top: Int, left: Int, bottom: Int, right: Int) = (0, 0, 0, 0)
  ) {
    let stride = stride ?? window
    require(
      batch >= 0 && height >= 1 && width >= 1 && channels >= 1,
      "Pooling needs images of at least 1×1×1; it was given a batch of \(batch) and images of "
        + "\(height)×\(width)×\(channels).")
    require(
      window.height >= 1 && window.width >= 1 && stride.height >= 1 && stride.width >= 1,
      "Window and stride of pooling are at least 1; it was given a window of "
        + "\(window.height)×\(window.width) and stride \(stride.height)×\(stride.width).")
    require(
      padding.top >= 0 && padding.left >= 0 && padding.bottom >= 0 && padding.right >= 0
        && padding.top < window.height && padding.bottom < window.height
        && padding.left < window.width && padding.right < window.width,
      "The padding of pooling is at least 0 and less than its window, so that every window meets "
        + "the image; it was given \(padding.top) above, \(padding.left) left, "
        + "\(padding.bottom) below, \(padding.right) right, and a window of "
        + "\(window.height)×\(window.width).")
    outputHeight = outputExtent(
      height, window.height, stride.height, padding.top, padding.bottom, 1, "high")
    outputWidth = outputExtent(
      width, window.width, stride.width, padding.left, padding.right, 1, "wide")
    self.batch = batch
    self.height = height
    self.width = width
    self.channels = channels
    (windowHeight, windowWidth) = window
    (strideHeight, strideWidth) = stride
    (paddingTop, paddingLeft, paddingBottom, paddingRight) = padding
    require(
      height <= Int(Int32.max) / width,
      "Pooling numbers the pixels of an image in 32 bits; \(height)×\(width) are too many.")
    require(
      canBeCounted(batch, height, width, channels),
      "Pooling of \(batch) images of \(height)×\(width)×\(channels) has more elements than fit "
        + "in memory.")
  }

  /// Elements of one image.
  package var inputImageCount: Int { height * width * channels }
  /// Elements of one image's result.
  package var outputImageCount: Int { outputHeight * outputWidth * channels }
  /// Elements of all images.
  package var inputCount: Int { batch * inputImageCount }
  /// Elements of all results.
  package var outputCount: Int { batch * outputImageCount }
  /// `[batch, outputHeight, outputWidth, channels]`.
  package var outputShape: [Int] { [batch, outputHeight, outputWidth, channels] }

  /// The rows of the image that the window at output row `row` meets.
  package func rows(at row: Int) -> Range<Int> {
    let start = row * strideHeight - paddingTop
    return max(start, 0)..<min(start + windowHeight, height)
  }

  /// The columns of the image that the window at output column `column` meets.
  package func columns(at column: Int) -> Range<Int> {
    let start = column * strideWidth - paddingLeft
    return max(start, 0)..<min(start + windowWidth, width)
  }
}
