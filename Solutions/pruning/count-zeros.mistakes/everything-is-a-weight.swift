struct Parameter: Equatable {
  var shape: [Int]
  var values: [Float]
}

func zeroShares(of parameters: [Parameter]) -> (weights: Double, all: Double) {
  func share(_ chosen: [Parameter]) -> Double {
    let values = chosen.flatMap(\.values)
    guard !values.isEmpty else { return 0 }
    return Double(values.count { $0 == 0 }) / Double(values.count)
  }
  return (share(parameters), share(parameters))
}

enum StorageKind: CaseIterable {
  case dense
  case bitmap
  case indexed
}

func bytes(of parameter: Parameter, as kind: StorageKind) -> Int {
  let count = parameter.values.count
  let left = parameter.values.count { value in value != 0 }
  switch kind {
  case .dense: return 4 * count
  case .bitmap: return (count + 7) / 8 + 4 * left
  case .indexed: return 8 * left
  }
}

func smallestBytes(of parameters: [Parameter]) -> Int {
  parameters.reduce(0) { sum, parameter in
    let sizes = StorageKind.allCases.map { kind in bytes(of: parameter, as: kind) }
    return sum + (sizes.min() ?? 0)
  }
}
