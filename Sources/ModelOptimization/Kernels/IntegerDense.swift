import CKernels

/// A dense layer of integers whose weights are packed once: rows of bytes in, rows of bytes or of
/// floats out.
///
///     sum[row, column] = bias[column] + Σ over inner of
///                        (input[row, inner] - input zero point) · weights[inner, column]
///
/// The sums are exact, so that a row gives the same alone and among others, on any number of
/// threads and any processor; `IntegerReference` computes the same plainly.
package struct IntegerDense: Sendable {
  package let inputs: Int
  package let outputs: Int
  package let output: IntegerOutput
  let sweep: IntegerSweep
  /// Inputs filled up to whole groups.
  private let padded: Int

  /// Packs weights.
  ///
  /// - Parameters:
  ///   - weights: the weight from input i to output o stands at i * inputStride + o * outputStride.
  ///   - bias: in steps of (input's scale) · (weights' scale), or nil for zeros.
  ///   - inputZeroPoint: what stands for 0 in the input.
  ///   - form: for tests and comparisons; nil for the best that is exact.
  package init(
    _ weights: UnsafePointer<Int8>, inputs: Int, outputs: Int, inputStride: Int,
    outputStride: Int, bias: [Int32]? = nil, inputZeroPoint: UInt8, output: IntegerOutput,
    form: IntegerForm? = nil
  ) {
    require(
      inputs >= 0 && outputs >= 1, "A dense layer of [\(inputs), \(outputs)] cannot be packed.")
    self.inputs = inputs
    self.outputs = outputs
    self.output = output
    padded = (inputs + 3) / 4 * 4
    var rows = [Int8](repeating: 0, count: padded * outputs)
    for input in 0..<inputs {
      for column in 0..<outputs {
        rows[input * outputs + column] = weights[input * inputStride + column * outputStride]
      }
    }
    sweep = IntegerSweep(
      groups: [rows], k: padded, outputs: outputs, bias: bias, inputZeroPoint: inputZeroPoint,
      output: output, form: form)
  }

  /// Elements of scratch memory that each thread needs.
  package var scratchCount: Int {
    isBare ? 0 : (rowsAtOnce * padded * sweep.activationBytes + 3) / 4
  }

  /// How its weights are multiplied.
  package var form: IntegerForm { sweep.form }

  /// The bytes of the packed weights and constants.
  package var byteCount: Int { sweep.byteCount }

  /// Applies the layer; for one that gives bytes.
  ///
  /// - Parameters:
  ///   - input: `[rows, inputs]`.
  ///   - result: `[rows, outputs]`.
  ///   - scratch: `scratchCount` elements for each thread; nil to take them for this call.
  package func callAsFunction(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutablePointer<UInt8>, rows: Int,
    scratch: ConvolutionScratch? = nil, pool: ThreadPool = .current
  ) {
    require(output.elementBytes == 1, "This layer gives floats, not bytes.")
    run(input, into: result, rows: rows, dynamic: nil, scratch: scratch, pool: pool)
  }

  /// Applies the layer; for one that gives floats.
  package func callAsFunction(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutablePointer<Float>, rows: Int,
    scratch: ConvolutionScratch? = nil, pool: ThreadPool = .current
  ) {
    require(output.elementBytes == 4, "This layer gives bytes, not floats.")
    run(input, into: result, rows: rows, dynamic: nil, scratch: scratch, pool: pool)
  }

  /// Applies a layer whose rows have scales and zero points that are known only now:
  ///
  ///     float = (row's scale) · (column's scale) · (sum - row's zero point · column's sum) + bias
  ///
  /// - Parameters:
  ///   - scales: one for each row.
  ///   - zeroPoints: one for each row; they come on top of the layer's own, which should be 0.
  package func callAsFunction(
    _ input: UnsafePointer<UInt8>, scales: UnsafePointer<Float>, zeroPoints: UnsafePointer<Int32>,
    into result: UnsafeMutablePointer<Float>, rows: Int, scratch: ConvolutionScratch? = nil,
    pool: ThreadPool = .current
  ) {
    require(output.elementBytes == 4, "This layer gives bytes, not floats.")
    run(
      input, into: result, rows: rows, dynamic: (scales, zeroPoints), scratch: scratch, pool: pool)
  }

  /// Whether rows are read where they lie.
  private var isBare: Bool { padded == inputs && sweep.activationBytes == 1 }
  /// Rows that meet all panels before the next do.
  private var rowsAtOnce: Int { max(8, min(64, (1 << 17) / max(1, padded)) / 8 * 8) }

  /// Applies the layer to bytes or floats, with or without scales that are known only now.
  func run(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutableRawPointer, rows: Int,
    dynamic: (scales: UnsafePointer<Float>, zeroPoints: UnsafePointer<Int32>)?,
    scratch: ConvolutionScratch?, pool: ThreadPool
  ) {
    guard rows > 0 else { return }
    let cut = DenseCut(
      rows: rows, work: rows * padded * outputs, panels: sweep.panels, rowUnit: rowsAtOnce,
      for: pool)
    let scratch =
      scratch ?? ConvolutionScratch(count: scratchCount, threads: cut.pieces > 1 ? pool.threads : 1)
    pool.parallel(cut.pieces) { index in
      let (rows, panels) = cut.piece(index)
      scratch.lend(scratchCount) { memory in
        part(
          input, into: result, rows: rows, panels: panels, dynamic: dynamic,
          scratch: UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt8.self))
      }
    }
  }

  private func part(
    _ input: UnsafePointer<UInt8>, into result: UnsafeMutableRawPointer, rows: Range<Int>,
    panels: Range<Int>,
    dynamic: (scales: UnsafePointer<Float>, zeroPoints: UnsafePointer<Int32>)?,
    scratch: UnsafeMutablePointer<UInt8>
  ) {
    var here = sweep.sweep
    var tap = 0
    here.tap_count = 1
    here.run = padded
    here.point_step = padded * sweep.activationBytes
    here.points_at_once = rowsAtOnce
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsAtOnce) {
      let count = min(rowsAtOnce, rows.upperBound - first)
      var source = input + first * inputs
      if !isBare {
        kernel_integer_rows(
          source, inputs, count, inputs, padded, Int32(sweep.activationBytes), scratch)
        source = UnsafePointer(scratch)
      }
      if let dynamic {
        here.finish.row_scale = dynamic.scales + first
        here.finish.row_zero = dynamic.zeroPoints + first
      }
      here.columns = count
      withUnsafePointer(to: &tap) {
        here.taps = $0
        kernel_integer_sweep(
          &here, source, 1, panels.lowerBound, panels.count,
          result + first * outputs * output.elementBytes)
      }
    }
  }
}

/// How the rows and panels of an integer product are shared among threads.
struct DenseCut {
  private let rows: Int
  private let panels: Int
  private let rowPieces: Int
  private let panelPieces: Int
  private let rowUnit: Int

  init(rows: Int, work: Int, panels: Int, rowUnit: Int, for pool: ThreadPool) {
    self.rows = rows
    self.panels = panels
    self.rowUnit = rowUnit
    // Products beneath which a part saves less than it costs: some 25 microseconds of them where
    // threads must be woken, 6 where they are looking for work.
    let smallest = pool.isAwake ? 500_000 : 2_000_000
    guard pool.threads > 1, work >= 2 * smallest else {
      (rowPieces, panelPieces) = (1, 1)
      return
    }
    // A power of two of parts that are equally long: two threads end together.
    let worthwhile = min(
      4 * pool.threads, 1 << (Int.bitWidth - 1 - (work / smallest).leadingZeroBitCount))
    let units = (rows + rowUnit - 1) / rowUnit
    if units >= 2 * pool.threads {
      (rowPieces, panelPieces) = (min(worthwhile, units), 1)
    } else {
      (rowPieces, panelPieces) = (1, max(1, min(worthwhile, panels)))
    }
  }

  var pieces: Int { rowPieces * panelPieces }

  func piece(_ index: Int) -> (rows: Range<Int>, panels: Range<Int>) {
    let units = (rows + rowUnit - 1) / rowUnit
    let (row, panel) = (index / panelPieces, index % panelPieces)
    let (start, end) = (units * row / rowPieces, units * (row + 1) / rowPieces)
    return (
      start * rowUnit..<min(rows, end * rowUnit),
      panels * panel / panelPieces..<panels * (panel + 1) / panelPieces
    )
  }
}
