import CKernels

/// A fully connected layer most of whose weights are zero, with the ReLU that follows it.
///
/// Few examples go one by one; many are turned round, so that 16 or more neighbouring numbers are
/// multiplied by one weight.
struct SparseDenseOperator: PreparedOperator {
  private let weight: SparseSlices
  private let inputs: Int
  private let outputs: Int
  /// The elements of a slice on average, to share the work by.
  private let workOfSlice: Int

  /// Examples that are turned round together.
  private static let chunk = 64
  /// With fewer examples, turning round costs more than it saves.
  private static let fewest = 6

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs]`.
  ///   - bias: one element for each output.
  ///   - rectified: whether a ReLU follows.
  init(weight: SparseMatrix, bias: [Float], rectified: Bool) {
    self.weight = SparseSlices(weight, bias: bias, rectified: rectified)
    (inputs, outputs) = (weight.columns, weight.rows)
    workOfSlice = max(1, weight.values.count / max(1, self.weight.slices))
  }

  var weightBytes: Int { weight.byteCount }

  var scratchBytes: Int { 4 * Self.chunk * (inputs + outputs) }

  func run(_ task: OperatorTask) {
    let (x, y) = (task.input(as: Float.self), task.output(as: Float.self))
    guard task.examples >= Self.fewest else {
      for example in 0..<task.examples {
        task.inParts(weight.slices, workOfOne: 4 * workOfSlice) { first, count in
          weight.multiply(
            x + example * inputs, into: y + example * outputs, slices: first..<first + count)
        }
      }
      return
    }
    task.scratch.lend(Self.chunk * (inputs + outputs)) { turned in
      let result = turned + Self.chunk * inputs
      for first in stride(from: 0, to: task.examples, by: Self.chunk) {
        let count = min(Self.chunk, task.examples - first)
        let width = (count + 15) / 16 * 16
        if count < width { turned.update(repeating: 0, count: width * inputs) }
        kernel_transpose_float(x + first * inputs, inputs, count, inputs, turned, width)
        task.inParts(weight.slices, workOfOne: width * workOfSlice / 8) { slice, slices in
          weight.multiply(
            turned, stride: width, width: width, into: result, stride: width,
            slices: slice..<slice + slices)
        }
        kernel_transpose_float(result, width, outputs, count, y + first * outputs, outputs)
      }
    }
  }
}

/// A fully connected layer whose weights are zero in whole blocks.
struct BlockDenseOperator: PreparedOperator {
  private let weight: SparsePanels
  private let inputs: Int
  private let outputs: Int
  private let blocksOfPanel: Int

  /// Lays the weights out.
  ///
  /// - Parameters:
  ///   - weight: `[outputs, inputs]`.
  ///   - bias: one element for each output.
  ///   - rectified: whether a ReLU follows.
  init(weight: BlockSparseMatrix, bias: [Float], rectified: Bool) {
    self.weight = SparsePanels(weight, bias: bias, rectified: rectified)
    (inputs, outputs) = (weight.columns, weight.rows)
    blocksOfPanel = max(1, weight.columnIndices.count / max(1, self.weight.panels))
  }

  var weightBytes: Int { weight.byteCount }

  func run(_ task: OperatorTask) {
    let (x, y) = (task.input(as: Float.self), task.output(as: Float.self))
    task.inParts(weight.panels, workOfOne: 2 * task.examples * blocksOfPanel) { first, count in
      weight.multiply(
        x, stride: inputs, count: task.examples, into: y, stride: outputs,
        panels: first..<first + count)
    }
  }
}
