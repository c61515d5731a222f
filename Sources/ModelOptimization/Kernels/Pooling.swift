import CKernels

/// The largest element of each window.
///
/// The first of equal elements counts; a NaN counts as larger than any number.
///
/// - Parameters:
///   - input: `[batch, height, width, channels]`.
///   - output: where they go, `[batch, outputHeight, outputWidth, channels]`.
///   - pixels: where it goes from which pixel of its image each came, `row * width + column`: what
///     the backward pass needs; nil in inference.
///   - geometry: the sizes.
///   - pool: the threads that share the work.
package func maximumPooling(
  _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
  pixels: UnsafeMutablePointer<Int32>? = nil, _ geometry: PoolingGeometry,
  pool: ThreadPool = .current
) {
  withUnsafePointer(to: pooling_window(geometry)) { window in
    geometry.forEachBand(pool) { image, rows in
      let place =
        image * geometry.outputImageCount
        + rows.lowerBound * geometry.outputWidth * geometry.channels
      pooling_maximum_float(
        window, input + image * geometry.inputImageCount, rows.lowerBound, rows.count,
        output + place, pixels.map { $0 + place })
    }
  }
}

/// ∂loss/∂input of maximum pooling: each gradient goes to the pixel that was the largest.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, channels]`.
///   - pixels: what `maximumPooling` wrote.
///   - inputGradient: where it goes, `[batch, height, width, channels]`; what stood there is
///     forgotten.
///   - geometry: the sizes.
///   - pool: the threads that share the work.
package func maximumPoolingGradient(
  _ outputGradient: UnsafePointer<Float>, pixels: UnsafePointer<Int32>,
  into inputGradient: UnsafeMutablePointer<Float>, _ geometry: PoolingGeometry,
  pool: ThreadPool = .current
) {
  withUnsafePointer(to: pooling_window(geometry)) { window in
    geometry.forEachImage(pool) { image in
      let gradient = inputGradient + image * geometry.inputImageCount
      let place = image * geometry.outputImageCount
      pooling_maximum_gradient_float(
        window, outputGradient + place, pixels + place, geometry.outputHeight, gradient)
    }
  }
}

/// The mean of each window.
///
/// - Parameters:
///   - input: `[batch, height, width, channels]`.
///   - output: where they go, `[batch, outputHeight, outputWidth, channels]`.
///   - countsPadding: whether padding counts as zeros or is left out of the mean.
///   - geometry: the sizes; a window of the whole image is global average pooling.
///   - pool: the threads that share the work.
package func averagePooling(
  _ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>,
  countsPadding: Bool = true, _ geometry: PoolingGeometry, pool: ThreadPool = .current
) {
  withUnsafePointer(to: pooling_window(geometry)) { window in
    geometry.forEachBand(pool) { image, rows in
      let place =
        image * geometry.outputImageCount
        + rows.lowerBound * geometry.outputWidth * geometry.channels
      pooling_average_float(
        window, countsPadding ? 1 : 0, input + image * geometry.inputImageCount,
        rows.lowerBound, rows.count, output + place)
    }
  }
}

/// ∂loss/∂input of average pooling: each gradient goes to all pixels of its window in equal parts.
///
/// - Parameters:
///   - outputGradient: `[batch, outputHeight, outputWidth, channels]`.
///   - inputGradient: where it goes, `[batch, height, width, channels]`; what stood there is
///     forgotten.
///   - countsPadding: as in the forward pass.
///   - geometry: the sizes.
///   - pool: the threads that share the work.
package func averagePoolingGradient(
  _ outputGradient: UnsafePointer<Float>, into inputGradient: UnsafeMutablePointer<Float>,
  countsPadding: Bool = true, _ geometry: PoolingGeometry, pool: ThreadPool = .current
) {
  withUnsafePointer(to: pooling_window(geometry)) { window in
    geometry.forEachImage(pool) { image in
      let gradient = inputGradient + image * geometry.inputImageCount
      gradient.update(repeating: 0, count: geometry.inputImageCount)
      pooling_average_gradient_float(
        window, countsPadding ? 1 : 0, outputGradient + image * geometry.outputImageCount,
        geometry.outputHeight, gradient)
    }
  }
}

extension pooling_window {
  init(_ geometry: PoolingGeometry) {
    self.init(
      height: geometry.height, width: geometry.width, channels: geometry.channels,
      window_height: geometry.windowHeight, window_width: geometry.windowWidth,
      stride_height: geometry.strideHeight, stride_width: geometry.strideWidth,
      padding_top: geometry.paddingTop, padding_left: geometry.paddingLeft,
      output_width: geometry.outputWidth)
  }
}

extension PoolingGeometry {
  /// Calls `body` for parts of the output: whole images where there are enough for all threads.
  fileprivate func forEachBand(_ pool: ThreadPool, _ body: (_ image: Int, Range<Int>) -> Void) {
    // Below about 50 microseconds of work, waking a thread costs more than it saves.
    let threads = inputCount < 1 << 17 ? 1 : pool.threads
    let bands = batch >= 2 * threads ? 1 : min(threads, outputHeight)
    func work(_ index: Int) {
      let (image, band) = (index / bands, index % bands)
      body(image, outputHeight * band / bands..<outputHeight * (band + 1) / bands)
    }
    if threads == 1 {
      for index in 0..<batch * bands { work(index) }
    } else {
      pool.parallel(batch * bands, work)
    }
  }

  fileprivate func forEachImage(_ pool: ThreadPool, _ body: (_ image: Int) -> Void) {
    if inputCount < 1 << 17 || pool.threads == 1 {
      for image in 0..<batch { body(image) }
    } else {
      pool.parallel(batch, body)
    }
  }
}
