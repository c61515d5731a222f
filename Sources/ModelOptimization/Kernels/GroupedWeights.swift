import CKernels

/// The weights of a dense layer in 4 or 8 bits, with a scale for each group of inputs, times
/// activations that stay floats.
///
///     y[row, output] = bias[output] + Σ over groups of scale[output, group] ·
///                      Σ over the group's inputs of x[row, input] · integer[output, input]
///
/// The weights are expanded in registers: what is read from memory is 4 or 8 bits for each, and
/// the product of a single row takes its time for that reading. Where many rows share each weight
/// it is the arithmetic that takes the time, and the product of floats is faster.
///
/// A row gives the same alone and among others, on any number of threads.
package final class GroupedWeights: Sendable {
  package let inputs: Int
  package let outputs: Int
  /// Bits of an integer: 4 or 8.
  package let bits: Int
  /// Inputs that share a scale; the last group of an output may have fewer.
  package let groupSize: Int
  /// Whether negative results become 0.
  package let relu: Bool
  nonisolated(unsafe) private let packed: UnsafeMutableRawPointer
  nonisolated(unsafe) private let floats: UnsafeMutablePointer<Float>
  nonisolated(unsafe) private var weights = grouped_weights()

  /// Packs integers.
  ///
  /// - Parameters:
  ///   - integers: `[outputs, inputs]`, within -8...7 for 4 bits.
  ///   - bits: 4 or 8.
  ///   - groupSize: inputs that share a scale; at least 1.
  ///   - scales: `[outputs, groups]`.
  ///   - bias: for each output, or nil for zeros.
  ///   - relu: whether negative results become 0.
  package init(
    _ integers: [Int8], inputs: Int, outputs: Int, bits: Int, groupSize: Int, scales: [Float],
    bias: [Float]? = nil, relu: Bool = false
  ) {
    require(bits == 4 || bits == 8, "Grouped weights have 4 or 8 bits, not \(bits).")
    require(
      inputs >= 1 && outputs >= 1 && groupSize >= 1 && integers.count == inputs * outputs,
      "Weights of [\(outputs), \(inputs)] in groups of \(groupSize) are not \(integers.count) "
        + "integers.")
    let size = min(groupSize, inputs)
    let groups = (inputs + size - 1) / size
    require(
      scales.count == outputs * groups && (bias == nil || bias?.count == outputs),
      "Weights of [\(outputs), \(inputs)] in groups of \(size) have \(outputs * groups) scales "
        + "and \(outputs) biases, not \(scales.count) and \(bias?.count ?? 0).")
    let highest = bits == 4 ? 7 : 127
    require(
      integers.allSatisfy { (-highest - 1...highest).contains(Int($0)) },
      "Weights of \(bits) bits lie in \(-highest - 1)...\(highest).")
    (self.inputs, self.outputs, self.bits, self.relu) = (inputs, outputs, bits, relu)
    self.groupSize = size
    let panels = (outputs + 15) / 16
    packedBytes = kernel_grouped_packed_bytes(inputs, outputs, size, Int32(bits))
    packed = .allocate(byteCount: packedBytes, alignment: 64)
    kernel_grouped_pack(
      integers, inputs, outputs, size, Int32(bits), packed.assumingMemoryBound(to: UInt8.self))
    floatCount = panels * (groups + 1) * 16
    floats = .allocate(capacity: floatCount)
    floats.initialize(repeating: 0, count: floatCount)
    for output in 0..<outputs {
      let (panel, column) = (output / 16, output % 16)
      for group in 0..<groups {
        floats[(panel * groups + group) * 16 + column] = scales[output * groups + group]
      }
      floats[panels * groups * 16 + output] = bias?[output] ?? 0
    }
    weights = grouped_weights(
      packed: packed.assumingMemoryBound(to: UInt8.self), scales: floats,
      bias: floats + panels * groups * 16, inputs: inputs, outputs: outputs, group_size: size,
      bits: Int32(bits))
  }

  deinit {
    packed.deallocate()
    floats.deallocate()
  }

  private let packedBytes: Int
  private let floatCount: Int

  /// The bytes of the packed weights, their scales and biases.
  package var byteCount: Int { packedBytes + 4 * floatCount }

  /// Multiplies rows.
  ///
  /// - Parameters:
  ///   - x: `[rows, inputs]`.
  ///   - y: `[rows, outputs]`.
  ///   - pool: the threads that share the work.
  package func multiply(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rows: Int,
    pool: ThreadPool = .current
  ) {
    guard rows > 0 else { return }
    // Rows are expanded for by fours; a product takes some four times as long as one of bytes.
    let cut = DenseCut(
      rows: rows, work: 4 * rows * inputs * outputs, panels: (outputs + 15) / 16, rowUnit: 16,
      for: pool)
    pool.parallel(cut.pieces) { index in
      let (rows, panels) = cut.piece(index)
      kernel_grouped_multiply(
        &weights, x + rows.lowerBound * inputs, inputs, rows.count, panels.lowerBound,
        panels.count, relu ? 1 : 0, y + rows.lowerBound * outputs, outputs)
    }
  }
}

extension GroupedWeights {
  /// Packs a tensor of symmetric integers of up to 8 bits.
  ///
  /// - Parameters:
  ///   - tensor: per group, channel or tensor; each output is a row of `integers`.
  ///   - bias: for each output, or nil for zeros.
  ///   - relu: whether negative results become 0.
  package convenience init(_ tensor: QuantizedTensor, bias: [Float]? = nil, relu: Bool = false) {
    let grid = tensor.grid
    require(
      grid.format.isSigned && grid.format.bits <= 8 && grid.zeroPoints.isEmpty,
      "Grouped weights are symmetric and have at most 8 bits.")
    let blocks = grid.blocks
    let scales =
      blocks.isWhole
      ? [Float](repeating: grid.scales[0], count: blocks.outputs) : grid.scales
    self.init(
      tensor.integers.map { Int8(truncatingIfNeeded: $0) }, inputs: blocks.inputs,
      outputs: blocks.outputs,
      bits: grid.format.bits <= 4 ? 4 : 8, groupSize: blocks.groupSize, scales: scales, bias: bias,
      relu: relu)
  }
}
