/// A parameter of a network: a weight has two axes or more, a bias or a norm's scale has one.
struct Parameter: Equatable {
  var shape: [Int]
  var values: [Float]
}

/// The share of zeros among the weights, and among all parameters; 0 where there is nothing.
func zeroShares(of parameters: [Parameter]) -> (weights: Double, all: Double) {
  func share(_ chosen: [Parameter]) -> Double {
    let values = chosen.flatMap(\.values)
    guard !values.isEmpty else { return 0 }
    return Double(values.count { $0 == 0 }) / Double(values.count)
  }
  return (share(parameters.filter { $0.shape.count >= 2 }), share(parameters))
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
  let count = parameter.values.count
  let left = parameter.values.count { value in value != 0 }
  switch kind {
  case .dense: return 4 * count
  case .bitmap: return (count + 7) / 8 + 4 * left
  case .indexed: return 8 * left
  }
}

/// The bytes of a file in which each parameter is written in the kind that suits it best.
func smallestBytes(of parameters: [Parameter]) -> Int {
  parameters.reduce(0) { sum, parameter in
    let sizes = StorageKind.allCases.map { kind in bytes(of: parameter, as: kind) }
    return sum + (sizes.min() ?? 0)
  }
}
