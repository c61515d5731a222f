/// Prunes while a network is trained: more and more weights, along a schedule.
///
/// At each pruning the smallest magnitudes are ranked anew, of the weights as they are by then;
/// what was removed before stays removed and counts in. An epoch competes for the best only from
/// the step on at which the target is reached.
///
/// No layer loses its last weight in between, even in one ranking of all layers: its largest
/// stays, and the next in the order goes in its place.
///
/// Source: Zhu and Gupta, "To prune, or not to prune", 2017, arXiv:1710.01878.
public struct GradualPruning: ParameterConstraint {
  /// How the sparsity rises.
  public let schedule: PruningSchedule
  /// What weights are ranked among.
  public let scope: PruningScope
  /// The names of the parameters that are pruned.
  public let parameterNames: [String]
  /// What is kept by now.
  public private(set) var mask = PruningMask(kept: [:])

  /// Creates a constraint for the training of a network.
  ///
  /// - Parameters:
  ///   - model: the network, whose weights are looked at later.
  ///   - schedule: how the sparsity rises.
  ///   - scope: what weights are ranked among.
  ///   - layers: the places of layers ("3") or names of parameters ("3.weight") to prune; nil for
  ///     every matrix and kernel.
  ///   - excluding: likewise, those that stay dense.
  /// - Throws: `PruningError`, also where a layer would lose everything at the end.
  public init(
    of model: some TrainableLayer, schedule: PruningSchedule, scope: PruningScope = .local,
    layers: [String]? = nil, excluding: [String] = []
  ) throws {
    let weights = try PrunableWeights(of: model, layers: layers, excluding: excluding)
    if scope == .local { try weights.requireRest(at: schedule.target) }
    self.schedule = schedule
    self.scope = scope
    parameterNames = weights.names
  }

  /// The schedule, the scope and what is pruned.
  public var name: String {
    "gradual pruning, \(schedule), \(scope.rawValue), of \(parameterNames.joined(separator: " "))"
  }

  /// For each pruned parameter its mask, 1 where an element is kept; none before the first step.
  public var state: [Tensor] {
    get {
      parameterNames.compactMap { mask.kept[$0] }
        .map { Tensor($0.map { $0 ? 1 : 0 }, shape: [$0.count]) }
    }
    set {
      mask.kept = [:]
      for (name, tensor) in zip(parameterNames, newValue) {
        mask.kept[name] = tensor.elements.map { $0 != 0 }
      }
    }
  }

  /// Removes what the schedule says after this step, and holds what was removed.
  public mutating func apply(
    to parameters: inout [Tensor], names: [String], step: Int, of steps: Int
  ) {
    if mask.kept.isEmpty || schedule.prunes(after: step, of: steps) {
      let tensors = Dictionary(uniqueKeysWithValues: zip(names, parameters))
      let weights = PrunableWeights(
        names: parameterNames,
        tensors: parameterNames.map { name in
          guard let tensor = tensors[name] else {
            require(false, "This constraint prunes \(name), which the network does not have.")
            return Tensor(zeros: [0])
          }
          return tensor
        })
      mask = PruningMask(
        weights, sparsity: schedule.sparsity(after: step, of: steps) ?? 0, scope: scope,
        within: mask, protectsLargest: true)
    }
    mask.apply(to: &parameters, names: names)
  }

  /// Whether the target has been reached.
  public func isSettled(step: Int, of steps: Int) -> Bool {
    schedule.isSettled(after: step, of: steps)
  }
}
