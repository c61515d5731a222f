/// Why a layer cannot be factorized.
public enum FactorizationError: Error, Equatable {
  /// The rank is below 1 or above the shorter side of the layer's matrix.
  case rank(Int, layer: String, rows: Int, columns: Int)
  /// The share of energy is not above 0 and at most 1.
  case energy(Double)
  /// The convolution has groups, whose matrices are many.
  case groups(Int, layer: String)
  /// The network has no dense layer or convolution of this number.
  case noSuchLayer(Int, layers: [Int])
  /// A weight is infinite or NaN.
  case notFinite(layer: String)
}

extension FactorizationError: CustomStringConvertible {
  /// What does not fit, and what to do.
  public var description: String {
    switch self {
    case .rank(let rank, let layer, let rows, let columns):
      "\(layer) has a matrix of \(rows)×\(columns): its rank can be 1 to \(min(rows, columns)), "
        + "and not \(rank)."
    case .energy(let share):
      "The share of energy to keep is \(share). Give a number above 0 and at most 1, such as 0.9."
    case .groups(let groups, let layer):
      "\(layer) has \(groups) groups. Only convolutions without groups are factorized."
    case .noSuchLayer(let layer, let layers):
      "There is nothing to factorize in layer \(layer): dense layers and convolutions are the "
        + "layers \(layers.map { "\($0)" }.joined(separator: ", "))."
    case .notFinite(let layer):
      "\(layer) has weights that are infinite or NaN. Take a network that is not damaged."
    }
  }
}
