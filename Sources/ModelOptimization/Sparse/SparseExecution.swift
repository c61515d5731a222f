/// Whether layers with many zero weights are run sparsely: the zeros not read, and not multiplied.
public enum SparseExecution: String, CaseIterable, Sendable {
  /// Where it is faster, by the shares below.
  case whereFaster
  /// Never: zeros are multiplied like other numbers.
  case never
  /// As single elements wherever there is a kernel for it, faster or not.
  case elements
  /// As blocks wherever there is a kernel for it, faster or not.
  case blocks
}

/// How a layer's weights are best run.
enum SparseChoice: Equatable {
  case dense
  case slices(SparseMatrix)
  case blocks(BlockSparseMatrix)

  /// What the weights are used for.
  enum Use {
    case product
    case convolution
  }

  /// From these shares of zeros on, a sparse kernel was faster than the dense one, at batch 1 and
  /// 32, on every shape that was measured (`Benchmarks/results/sparsity.md`).
  static func breakEven(_ use: Use) -> (elements: Double, blocks: Double) {
    switch use {
    case .product: (elements: 0.88, blocks: 0.4)
    case .convolution: (elements: 0.88, blocks: 0.72)
    }
  }

  /// Chooses by the share of zeros.
  ///
  /// - Parameters:
  ///   - weight: in any order.
  ///   - use: what the weights are used for.
  ///   - execution: whether they may be run sparsely.
  ///   - elementsFit: whether there is a kernel for single elements.
  ///   - matrix: gives the weights as `[outputs, inputs]`.
  init(
    _ weight: Tensor, _ use: Use, _ execution: SparseExecution, elementsFit: Bool = true,
    matrix: () -> Tensor
  ) {
    self = .dense
    guard weight.count > 0 else { return }
    switch execution {
    case .never: break
    case .elements: if elementsFit { self = .slices(SparseMatrix(matrix())) }
    case .blocks: self = .blocks(BlockSparseMatrix(matrix()))
    case .whereFaster:
      // Times relative to the dense kernel's: they fall with what is left, from 1 at break-even.
      let zeros = Double(weight.elements.count { $0 == 0 }) / Double(weight.count)
      let limit = Self.breakEven(use)
      let elements = elementsFit ? (1 - zeros) / (1 - limit.elements) : .infinity
      // There are at most as many zeros in blocks as there are at all.
      guard elements < 1 || zeros > limit.blocks else { return }
      let matrix = matrix()
      let packed = BlockSparseMatrix(matrix)
      let blocks = (1 - packed.blockSparsity) / (1 - limit.blocks)
      guard min(elements, blocks) < 1 else { return }
      self = blocks <= elements ? .blocks(packed) : .slices(SparseMatrix(matrix))
    }
  }
}
