import CKernels

/// Convolution as one chain of multiply-adds for each element, in bands of rows.
struct DirectConvolution: ConvolutionMethod {
  private let geometry: ConvolutionGeometry
  private let pass: ConvolutionPass
  private let bias: [Float]?
  private let activation: ConvolutionActivation
  private let pooling: ConvolutionPooling

  init(
    _ geometry: ConvolutionGeometry, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, _ activation: ConvolutionActivation,
    _ pooling: ConvolutionPooling, isDepthwise: Bool
  ) {
    self.geometry = geometry
    let pass = ConvolutionPass(forward: geometry, weights: weights, isDepthwise: isDepthwise)
    self.pass = pass
    self.bias = bias.map(pass.packedBias)
    self.activation = activation
    self.pooling = pooling
  }

  /// Rows of the convolution that make one row of the result.
  private var pooledRows: Int { pooling == .none ? 1 : 2 }
  private var resultRows: Int { geometry.outputHeight / pooledRows }
  /// Rows of the result in a part of the work, at most.
  private var bandRows: Int { max(1, pass.bandRows / pooledRows) }
  private var line: Int { geometry.outputWidth * geometry.outputs }
  /// Rows of the pooled result whose unpooled rows stay in the first cache.
  private var pooledAtOnce: Int { min(bandRows, max(1, 6144 / (2 * line))) }

  var scratchCount: Int {
    let framed = pass.scratchCount(rows: bandRows * pooledRows)
    return framed + (pooling == .none ? 0 : pooledAtOnce * 2 * line)
  }

  func parts(batch: Int, threads: Int) -> Int {
    var bands = (resultRows + bandRows - 1) / bandRows
    if threads > 1 && batch * bands < 2 * threads {
      bands = min(resultRows, (2 * threads + batch - 1) / batch)
    }
    return batch * bands
  }

  func run(
    _ part: Int, of parts: Int, _ input: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, batch: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let bands = parts / batch
    let (image, band) = (part / bands, part % bands)
    let rows = resultRows * band / bands..<resultRows * (band + 1) / bands
    let source = input + image * geometry.inputImageCount
    if pooling == .none {
      pass.run(
        source, bias: bias, activation: activation,
        into: output + image * geometry.outputImageCount, rows: rows, scratch: scratch)
    } else {
      let width = geometry.outputWidth / 2 * geometry.outputs
      runPooled(
        source, into: output + image * resultRows * width, rows: rows, scratch: scratch)
    }
  }

  /// Convolves a few rows at a time and pools them before they leave the cache.
  private func runPooled(
    _ source: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, rows: Range<Int>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    let unpooled = scratch
    let frame = scratch + pooledAtOnce * 2 * line
    let framed = pass.frame(source, rows: rows.lowerBound * 2..<rows.upperBound * 2, into: frame)
    let width = geometry.outputWidth / 2 * geometry.outputs
    var first = rows.lowerBound
    while first < rows.upperBound {
      let count = min(pooledAtOnce, rows.upperBound - first)
      let start = framed.firstRow + (first - rows.lowerBound) * 2
      framed.pass.run(
        framed.image, bias: bias, activation: activation,
        into: unpooled - start * line, rows: start..<start + count * 2, scratch: frame)
      var window = pooling_window(
        height: count * 2, width: geometry.outputWidth, channels: geometry.outputs,
        window_height: 2, window_width: 2, stride_height: 2, stride_width: 2, padding_top: 0,
        padding_left: 0, output_width: geometry.outputWidth / 2)
      pooling_maximum_float(&window, unpooled, 0, count, target + first * width, nil)
      first += count
    }
  }
}
