/// Why a network is not pruned as it was asked for.
public enum PruningError: Error, Equatable {
  /// A sparsity that is not in `0..<1`, or no number.
  case sparsityOutOfRange(Double)
  /// A threshold that is negative, infinite or no number.
  case thresholdOutOfRange(Float)
  /// A pattern N:M that keeps none or all of M.
  case invalidPattern(kept: Int, of: Int)
  /// The inputs of a layer cannot be cut into groups of M.
  case patternDoesNotDivide(parameter: String, inputs: Int, group: Int)
  /// A name that no prunable layer of the network has.
  case unknownLayer(String, known: [String])
  /// The same layer was asked for and excluded, or nothing was left to prune.
  case nothingToPrune
  /// A layer would lose all of its weights, filters or neurons: nothing would get through.
  case layerEmptied(String, count: Int)
  /// The channels of a layer cannot be removed without changing what the network computes.
  case channelsAreFixed(layer: String, reason: String)
  /// A weight is infinite or NaN, and has no rank among the others.
  case notFinite(String)
  /// A schedule whose begin is not before its end, both in `0...1`, or without a step between.
  case invalidSchedule(begin: Double, end: Double, interval: Int)
  /// A technique that prunes while it trains was given no epoch to train.
  case needsTraining(String)
  /// A search for a lottery ticket without a round.
  case noRounds(Int)
}

extension PruningError: CustomStringConvertible {
  /// What does not fit, where, and what to do.
  public var description: String {
    switch self {
    case .sparsityOutOfRange(let sparsity):
      "The sparsity \(sparsity) is not from 0 to below 1. It is the share of weights to remove: "
        + "0.9 keeps every tenth."
    case .thresholdOutOfRange(let threshold):
      "The threshold \(threshold) is not a number from 0 on. Weights whose magnitude lies below "
        + "it are removed."
    case .invalidPattern(let kept, let group):
      "The pattern \(kept):\(group) does not keep at least 1 and fewer than all of \(group). "
        + "2:4 keeps 2 of each 4 inputs."
    case .patternDoesNotDivide(let parameter, let inputs, let group):
      "\(parameter) has \(inputs) inputs for each output, which are no groups of \(group). "
        + "Exclude the layer, or take a pattern whose second number divides \(inputs)."
    case .unknownLayer(let name, let known):
      "There is no layer \"\(name)\" to prune. The network has "
        + "\(known.isEmpty ? "none" : known.joined(separator: ", "))."
    case .nothingToPrune:
      "No layer is left to prune. Exclude fewer layers, or choose others."
    case .layerEmptied(let name, let count):
      "\(name) would lose all of its \(count), and nothing would get through the network. Choose "
        + "a lower sparsity, exclude the layer, or rank each layer by itself."
    case .channelsAreFixed(let layer, let reason):
      "The outputs of layer \(layer) cannot be removed: \(reason). Choose other layers, or "
        + "remove single weights."
    case .notFinite(let name):
      "\(name) has numbers that are infinite or NaN. The training failed, or the file is damaged: "
        + "take another network."
    case .invalidSchedule(let begin, let end, let interval):
      "A schedule that prunes from \(begin) to \(end) of the training, every \(interval) steps, "
        + "is none. Begin before the end, both from 0 to 1, with an interval of at least 1."
    case .needsTraining(let technique):
      "\(technique) prunes while it trains and needs at least 1 epoch."
    case .noRounds(let rounds):
      "A lottery ticket is found in at least 1 round; \(rounds) were asked for."
    }
  }
}

/// Ends with an error where a sparsity is not in `0..<1`.
func checkSparsity(_ sparsity: Double) throws {
  guard (0..<1).contains(sparsity) else { throw PruningError.sparsityOutOfRange(sparsity) }
}
