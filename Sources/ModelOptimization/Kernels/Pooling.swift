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
  let result = referenceMaximumPooling(
    Array(UnsafeBufferPointer(start: input, count: geometry.inputCount)), geometry)
  output.update(from: result.output, count: result.output.count)
  pixels?.update(from: result.pixels, count: result.pixels.count)
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
  let result = referenceMaximumPoolingGradient(
    Array(UnsafeBufferPointer(start: outputGradient, count: geometry.outputCount)),
    pixels: Array(UnsafeBufferPointer(start: pixels, count: geometry.outputCount)), geometry)
  inputGradient.update(from: result, count: result.count)
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
  let result = referenceAveragePooling(
    Array(UnsafeBufferPointer(start: input, count: geometry.inputCount)), geometry,
    countsPadding: countsPadding)
  output.update(from: result, count: result.count)
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
  let result = referenceAveragePoolingGradient(
    Array(UnsafeBufferPointer(start: outputGradient, count: geometry.outputCount)), geometry,
    countsPadding: countsPadding)
  inputGradient.update(from: result, count: result.count)
}
