/// The weight matrices and kernels of a network that are pruned: what has at least two axes and
/// is called a weight. Biases and the scales of norms are few, and each counts for a whole
/// channel: they stay.
struct PrunableWeights {
  /// The names of the chosen parameters, in the order of the network.
  let names: [String]
  /// Their values.
  let tensors: [Tensor]

  /// Chooses parameters.
  ///
  /// - Parameters:
  ///   - layers: the places of layers ("3") or names of parameters ("3.weight"); nil for all.
  ///   - excluding: likewise, those that stay dense.
  /// - Throws: `PruningError.unknownLayer`, `.nothingToPrune`, `.notFinite`.
  init(of model: some TrainableLayer, layers: [String]? = nil, excluding: [String] = []) throws {
    let all = zip(model.parameterNames, model.parameters).filter { Self.isPrunable($0, $1) }
    let known = all.map(\.0)
    func names(_ asked: [String]) throws -> Set<String> {
      try asked.reduce(into: []) { chosen, name in
        let found = known.filter { $0 == name || Self.layer(of: $0) == name }
        guard !found.isEmpty else {
          throw PruningError.unknownLayer(name, known: known.map(Self.layer))
        }
        chosen.formUnion(found)
      }
    }
    let chosen = try layers.map(names) ?? Set(known)
    let excluded = try names(excluding)
    let kept = all.filter { chosen.contains($0.0) && !excluded.contains($0.0) }
    guard !kept.isEmpty else { throw PruningError.nothingToPrune }
    for (name, tensor) in kept where !tensor.isFinite {
      throw PruningError.notFinite(name)
    }
    self.names = kept.map(\.0)
    tensors = kept.map(\.1)
  }

  /// Takes parameters that were chosen before.
  init(names: [String], tensors: [Tensor]) { (self.names, self.tensors) = (names, tensors) }

  /// The elements of all chosen parameters.
  var count: Int { tensors.reduce(0) { $0 + $1.count } }

  /// Ends with an error where a layer would lose everything at a sparsity of its own.
  func requireRest(at sparsity: Double) throws {
    for (name, tensor) in zip(names, tensors)
    where PruningMask.zeroCount(of: tensor.count, sparsity) == tensor.count {
      throw PruningError.layerEmptied(name, count: tensor.count)
    }
  }

  static func isPrunable(_ name: String, _ tensor: Tensor) -> Bool {
    tensor.shape.count >= 2 && tensor.count > 0 && name.hasSuffix("weight")
  }

  /// The place of the layer that a parameter belongs to: "3" of "3.weight".
  static func layer(of parameter: String) -> String {
    parameter.lastIndex(of: ".").map { String(parameter[..<$0]) } ?? parameter
  }
}
