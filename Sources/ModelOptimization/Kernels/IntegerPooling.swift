import CKernels

/// Pooling of images of bytes, `[batch, height, width, channels]`.
package enum IntegerPooling {
  /// The largest element of each window; scale and zero point stay what they are.
  ///
  /// - Parameters:
  ///   - input: `[batch, height, width, channels]`.
  ///   - output: `[batch, outputHeight, outputWidth, channels]`.
  ///   - batch: images; the geometry's own number where nil.
  package static func maximum(
    _ input: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>,
    _ geometry: PoolingGeometry, batch: Int? = nil, pool: ThreadPool = .current
  ) {
    withUnsafePointer(to: pooling_window(geometry)) { window in
      forEachImage(geometry, batch ?? geometry.batch, pool) { image in
        kernel_integer_pooling_maximum(
          window, input + image * geometry.inputImageCount, 0, geometry.outputHeight,
          output + image * geometry.outputImageCount)
      }
    }
  }

  fileprivate static func forEachImage(
    _ geometry: PoolingGeometry, _ batch: Int, _ pool: ThreadPool, _ body: (Int) -> Void
  ) {
    // Below about 50 microseconds of work, waking a thread costs more than it saves.
    if batch * geometry.inputImageCount < 1 << 19 || pool.threads == 1 {
      for image in 0..<batch { body(image) }
    } else {
      pool.parallel(batch, body)
    }
  }
}

/// The mean of each window of images of bytes, in another scale.
///
///     byte = round(Σ (input - input zero point) · scale / points) + zero point, within the range
///
/// A window of the whole image is global average pooling.
package struct IntegerAveragePooling: Sendable {
  /// The sizes; `batch` is only a default.
  package let geometry: PoolingGeometry
  /// For each number of points in a window its multiplier and shift.
  package let requantization: Requantization
  private let scales: [Double]
  private let inputZeroPoint: Int32
  private let countsPadding: Bool

  /// Prepares the pooling.
  ///
  /// - Parameters:
  ///   - inputZeroPoint: what stands for 0 in the input, and for padding.
  ///   - scale: (scale of the input) / (scale of the result).
  ///   - zeroPoint: of the result.
  ///   - range: of the result.
  ///   - countsPadding: whether padding counts as zeros or is left out of the mean.
  package init(
    _ geometry: PoolingGeometry, inputZeroPoint: UInt8, scale: Double, zeroPoint: UInt8,
    range: ClosedRange<UInt8> = 0...255, countsPadding: Bool = true
  ) {
    self.geometry = geometry
    self.inputZeroPoint = Int32(inputZeroPoint)
    self.countsPadding = countsPadding
    let most = geometry.windowHeight * geometry.windowWidth
    requantization = Requantization(
      scales: (0...most).map { scale / Double(max($0, 1)) }, zeroPoint: zeroPoint, range: range)
    scales = requantization.scales
  }

  /// Applies the pooling.
  ///
  /// - Parameters:
  ///   - input: `[batch, height, width, channels]`.
  ///   - output: `[batch, outputHeight, outputWidth, channels]`.
  ///   - batch: images; the geometry's own number where nil.
  package func callAsFunction(
    _ input: UnsafePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, batch: Int? = nil,
    pool: ThreadPool = .current
  ) {
    withUnsafePointer(to: pooling_window(geometry)) { window in
      IntegerPooling.forEachImage(geometry, batch ?? geometry.batch, pool) { image in
        kernel_integer_pooling_average(
          window, countsPadding ? 1 : 0, input + image * geometry.inputImageCount, inputZeroPoint,
          scales, Int32(requantization.zeroPoint), Int32(requantization.range.lowerBound),
          Int32(requantization.range.upperBound), 0, geometry.outputHeight,
          output + image * geometry.outputImageCount)
      }
    }
  }
}
