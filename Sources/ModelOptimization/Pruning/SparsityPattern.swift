/// Sparsity that hardware can use: of each M weights in a row, N are kept.
///
/// The M weights are those of consecutive inputs of one output: rows of a dense layer's
/// `[inputs, outputs]`, channels of a convolution's `[outputs, inputs / groups, height, width]` at
/// one place of the window. The sparsity is 1 - N / M everywhere, so that work is shared evenly:
/// NVIDIA's sparse tensor cores do 2:4 at twice the speed of dense products. On other processors
/// it makes a file smaller, and nothing faster by itself.
///
/// Source: Mishra et al., "Accelerating Sparse Deep Neural Networks", 2021, arXiv:2104.08378,
/// section 3.
public struct SparsityPattern: Equatable, Sendable {
  /// N, the weights of each group that are kept.
  public let kept: Int
  /// M, the weights of a group.
  public let group: Int

  /// Creates a pattern.
  ///
  /// - Parameters:
  ///   - kept: N, at least 1.
  ///   - group: M, more than N.
  /// - Throws: `PruningError.invalidPattern`.
  public init(kept: Int, of group: Int) throws {
    guard kept >= 1, kept < group else {
      throw PruningError.invalidPattern(kept: kept, of: group)
    }
    self.kept = kept
    self.group = group
  }

  /// The share of weights that the pattern removes: 1 - N / M.
  public var sparsity: Double { 1 - Double(kept) / Double(group) }

  /// The names of the prunable parameters whose inputs are groups of M.
  public func dividedParameterNames(of model: some TrainableLayer) -> [String] {
    zip(model.parameterNames, model.parameters)
      .filter { PrunableWeights.isPrunable($0, $1) && inputs(of: $1).isMultiple(of: group) }
      .map(\.0)
  }

  /// The weights of one output at one place of the window.
  fileprivate func inputs(of tensor: Tensor) -> Int {
    tensor.shape.count == 2 ? tensor.shape[0] : tensor.shape[1]
  }

  /// Keeps the N largest of each group, of equal ones the last.
  fileprivate func mask(of tensor: Tensor) -> [Bool] {
    let shape = tensor.shape
    let inputs = inputs(of: tensor)
    // An input's step, and where the runs of inputs begin.
    let (step, starts): (Int, [Int])
    if shape.count == 2 {
      (step, starts) = (shape[1], Array(0..<shape[1]))
    } else {
      let window = shape.dropFirst(2).reduce(1, *)
      (step, starts) = (
        window, (0..<shape[0] * window).map { $0 / window * inputs * window + $0 % window }
      )
    }
    let elements = tensor.elements
    var kept = [Bool](repeating: true, count: tensor.count)
    for start in starts {
      for first in Swift.stride(from: 0, to: inputs, by: group) {
        let places = (first..<first + group).map { start + $0 * step }
        let order = places.sorted { (abs(elements[$0]), $0) < (abs(elements[$1]), $1) }
        for place in order.prefix(group - self.kept) { kept[place] = false }
      }
    }
    return kept
  }
}

extension SparsityPattern: CustomStringConvertible, LosslessStringConvertible {
  /// The pattern as it is written: `2:4`.
  public var description: String { "\(kept):\(group)" }

  /// Reads a pattern such as `2:4`; nil where it is none.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let kept = Int(parts[0]), let group = Int(parts[1]),
      let pattern = try? SparsityPattern(kept: kept, of: group)
    else { return nil }
    self = pattern
  }
}

extension PruningMask {
  /// Keeps the N largest magnitudes of each M consecutive inputs of an output.
  ///
  /// - Parameters:
  ///   - model: the network; nothing in it changes.
  ///   - pattern: N and M.
  ///   - layers: the places of layers or names of parameters to prune; nil for every matrix and
  ///     kernel, each of which M must divide (`dividedParameterNames(of:)` names those).
  ///   - excluding: likewise, those that stay dense.
  /// - Throws: `PruningError`.
  public init(
    of model: some TrainableLayer, pattern: SparsityPattern, layers: [String]? = nil,
    excluding: [String] = []
  ) throws {
    let weights = try PrunableWeights(of: model, layers: layers, excluding: excluding)
    kept = [:]
    for (name, tensor) in zip(weights.names, weights.tensors) {
      let inputs = pattern.inputs(of: tensor)
      guard inputs.isMultiple(of: pattern.group) else {
        throw PruningError.patternDoesNotDivide(
          parameter: name, inputs: inputs, group: pattern.group)
      }
      kept[name] = pattern.mask(of: tensor)
    }
  }
}
