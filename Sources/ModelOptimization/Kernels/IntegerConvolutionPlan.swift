import CKernels

/// How an integer convolution is cut into sweeps: what its window reads, and in which bands of rows.
struct IntegerConvolutionPlan: Sendable {
  /// What one point of the result reads of the framed image.
  struct Runs: Sendable {
    /// Where each run begins, in elements of a line of the framed image and elements of a pixel.
    let places: [(row: Int, column: Int)]
    /// Elements of a run.
    let run: Int
    /// Whether all runs are first copied side by side, because they are short.
    let isPatched: Bool
    /// Taps and elements of each of them, as the weights are arranged: one tap when patched.
    let taps: Int
    let padded: Int

    init(_ geometry: ConvolutionGeometry) {
      let isWhole = geometry.groups == 1 && geometry.dilationWidth == 1
      let columns = isWhole ? 1 : geometry.kernelWidth
      places = (0..<geometry.kernelHeight).flatMap { row in
        (0..<columns).map { (row * geometry.dilationHeight, $0 * geometry.dilationWidth) }
      }
      run = geometry.inputsPerGroup * (isWhole ? geometry.kernelWidth : 1)
      let rounded = (run + 3) / 4 * 4
      let together = (places.count * run + 3) / 4 * 4
      isPatched = geometry.groups == 1 && 5 * together <= 4 * places.count * rounded
      taps = isPatched ? 1 : places.count
      padded = isPatched ? together : rounded
    }

    /// The weights of each group, `[taps · padded, outputs]` row after row.
    func arranged(
      _ weights: UnsafePointer<Int8>, _ geometry: ConvolutionGeometry
    ) -> [[Int8]] {
      let (kernel, inputs) = (
        geometry.kernelHeight * geometry.kernelWidth, geometry.inputsPerGroup
      )
      let outputs = geometry.outputsPerGroup
      let step = isPatched ? run : padded
      return (0..<geometry.groups).map { group in
        var rows = [Int8](repeating: 0, count: taps * padded * outputs)
        for output in 0..<outputs {
          let from = weights + (group * outputs + output) * inputs * kernel
          for tap in places.indices {
            for element in 0..<run {
              // A run holds one pixel of the window after another, or one alone.
              let pixel = tap * (run / inputs) + element / inputs
              rows[(tap * step + element) * outputs + output] =
                from[element % inputs * kernel + pixel]
            }
          }
        }
        return rows
      }
    }
  }

  private let geometry: ConvolutionGeometry
  private let isPooled: Bool
  private let isDepthwise: Bool
  private let runs: Runs
  private let activationBytes: Int
  private let inputZeroPoint: Int32
  private let elementBytes: Int
  private let framedWidth: Int
  /// Whether the image is read where it lies.
  private let isBare: Bool
  /// Bytes from the first element of a point to each run.
  private let taps: [Int]

  init(
    _ geometry: ConvolutionGeometry, _ pooling: ConvolutionPooling, activationBytes: Int,
    inputZeroPoint: Int32, elementBytes: Int
  ) {
    self.geometry = geometry
    isPooled = pooling == .maximum2x2
    isDepthwise = geometry.isDepthwise && geometry.groups > 1
    runs = Runs(geometry)
    self.activationBytes = isDepthwise ? 1 : activationBytes
    self.inputZeroPoint = inputZeroPoint
    self.elementBytes = elementBytes
    let extent = { (count: Int, stride: Int, kernel: Int, dilation: Int) in
      (count - 1) * stride + (kernel - 1) * dilation + 1
    }
    let (height, width) = (
      extent(
        geometry.outputHeight, geometry.strideHeight, geometry.kernelHeight,
        geometry.dilationHeight),
      extent(
        geometry.outputWidth, geometry.strideWidth, geometry.kernelWidth, geometry.dilationWidth)
    )
    // A run that is filled up reads beyond its end, which must not be the end of the image.
    isBare =
      geometry.paddingTop == 0 && geometry.paddingLeft == 0 && height <= geometry.height
      && width <= geometry.width && self.activationBytes == 1
      && (isDepthwise || (runs.run % 4 == 0 && !runs.isPatched))
    framedWidth = isBare ? geometry.width : width
    let (line, inputs, bytes) = (
      framedWidth * geometry.inputs, geometry.inputs, self.activationBytes
    )
    taps =
      isDepthwise
      ? (0..<geometry.kernelHeight).flatMap { row in
        (0..<geometry.kernelWidth).map {
          row * geometry.dilationHeight * line + $0 * geometry.dilationWidth * inputs
        }
      } : runs.places.map { ($0.row * line + $0.column * inputs) * bytes }
  }

  /// Rows of the convolution that make one row of the result.
  private var pooledRows: Int { isPooled ? 2 : 1 }
  private var resultRows: Int { geometry.outputHeight / pooledRows }
  private var windowHeight: Int { (geometry.kernelHeight - 1) * geometry.dilationHeight + 1 }
  /// Rows of the result in a part of the work, at most: their framed rows and their patches stay
  /// in the second cache.
  private var bandRows: Int {
    let line = max(1, framedWidth * geometry.inputs * activationBytes)
    let rows = ((1 << 16) / line - windowHeight) / geometry.strideHeight + 1
    let patched =
      runs.isPatched ? (1 << 16) / (geometry.outputWidth * patchBytes) : geometry.outputHeight
    return max(1, min(rows, patched) / pooledRows)
  }
  private var patchBytes: Int { runs.padded * activationBytes }

  private func framedRows(_ rows: Int) -> Int {
    (rows * pooledRows - 1) * geometry.strideHeight + windowHeight
  }
  private func frameBytes(_ rows: Int) -> Int {
    (framedRows(rows) * framedWidth * geometry.inputs * activationBytes + 127) / 64 * 64
  }

  /// Elements of 4 bytes.
  var scratchCount: Int {
    guard !isBare else { return 0 }
    let rows = min(bandRows, resultRows)
    let patches =
      runs.isPatched ? rows * pooledRows * geometry.outputWidth * patchBytes + 64 : 0
    return (frameBytes(rows) + patches) / 4
  }

  func parts(batch: Int, threads: Int) -> Int {
    var bands = (resultRows + bandRows - 1) / bandRows
    if threads > 1 && batch * bands < 2 * threads {
      bands = min(resultRows, (2 * threads + batch - 1) / batch)
    }
    return batch * bands
  }

  /// Does one part of the work.
  func run(
    _ part: Int, of parts: Int, _ sweep: integer_sweep, panels: Int,
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutableRawPointer, _ imageBytes: Int,
    batch: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let bands = parts / batch
    let (image, band) = (part / bands, part % bands)
    let rows = resultRows * band / bands..<resultRows * (band + 1) / bands
    guard !rows.isEmpty else { return }
    let target = result + image * imageBytes + rows.lowerBound * (imageBytes / resultRows)
    let scratch = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: UInt8.self)
    let firstRow = rows.lowerBound * pooledRows * geometry.strideHeight
    var source = input + image * geometry.inputImageCount
    if isBare {
      source += firstRow * geometry.width * geometry.inputs
    } else {
      kernel_integer_frame(
        source, geometry.height, geometry.width, geometry.inputs, geometry.paddingTop,
        geometry.paddingLeft, framedWidth, firstRow, framedRows(rows.count), inputZeroPoint,
        Int32(activationBytes), scratch)
      source = UnsafePointer(scratch)
    }
    var sweep = sweep
    sweep.columns = geometry.outputWidth
    sweep.row_step = geometry.strideHeight * framedWidth * geometry.inputs * activationBytes
    sweep.point_step = geometry.strideWidth * geometry.inputs * activationBytes
    sweep.pooled = isPooled ? 1 : 0
    sweep.points_at_once = Int.max
    let gridRows = rows.count * pooledRows
    taps.withUnsafeBufferPointer { taps in
      sweep.taps = taps.baseAddress
      sweep.tap_count = taps.count
      if isDepthwise {
        kernel_integer_sweep_depthwise(&sweep, source, gridRows, target)
        return
      }
      sweep.run = runs.padded
      sweep.group_step = geometry.inputsPerGroup * activationBytes
      guard runs.isPatched else {
        kernel_integer_sweep(&sweep, source, gridRows, 0, panels, target)
        return
      }
      let patches = scratch + frameBytes(rows.count)
      kernel_integer_patches(
        source, taps.baseAddress, taps.count, runs.run * activationBytes, sweep.columns, gridRows,
        sweep.row_step, sweep.point_step, patchBytes, patches)
      var here = 0
      withUnsafePointer(to: &here) {
        sweep.taps = $0
        sweep.tap_count = 1
        sweep.row_step = sweep.columns * patchBytes
        sweep.point_step = patchBytes
        kernel_integer_sweep(&sweep, patches, gridRows, 0, panels, target)
      }
    }
  }
}
