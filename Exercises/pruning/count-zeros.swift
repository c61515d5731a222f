/// A parameter of a network: a weight has two axes or more, a bias or a norm's scale has one.
struct Parameter: Equatable {
  var shape: [Int]
  var values: [Float]
}

/// The share of zeros among the weights, and among all parameters; 0 where there is nothing.
func zeroShares(of parameters: [Parameter]) -> (weights: Double, all: Double) {
  // TODO: count zeros and elements, once for what has two axes or more, once for everything.
  return (0, 0)
}

/// How a parameter may be written into a file.
enum StorageKind: CaseIterable {
  /// Every number, 4 bytes each.
  case dense
  /// A bit for each number, in whole bytes, says whether it is zero; 4 bytes for each of the others.
  case bitmap
  /// 4 bytes for each number that is not zero, and 4 for its place.
  case indexed
}

/// The bytes that a parameter takes.
func bytes(of parameter: Parameter, as kind: StorageKind) -> Int {
  // TODO: a switch over the three kinds.
  return 4 * parameter.values.count
}

/// The bytes of a file in which each parameter is written in the kind that suits it best.
func smallestBytes(of parameters: [Parameter]) -> Int {
  // TODO: the choice is made for each parameter anew.
  return parameters.reduce(0) { sum, parameter in sum + bytes(of: parameter, as: .dense) }
}
