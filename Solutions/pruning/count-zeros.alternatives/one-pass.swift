struct Parameter: Equatable {
  var shape: [Int]
  var values: [Float]

  var zeros: Int { values.reduce(0) { $1.isZero ? $0 + 1 : $0 } }
}

// Four sums in one pass over the parameters.
func zeroShares(of parameters: [Parameter]) -> (weights: Double, all: Double) {
  var (weightZeros, weightCount, otherZeros, otherCount) = (0, 0, 0, 0)
  for parameter in parameters {
    if parameter.shape.count == 1 {
      otherZeros += parameter.zeros
      otherCount += parameter.values.count
    } else {
      weightZeros += parameter.zeros
      weightCount += parameter.values.count
    }
  }
  return (
    Double(weightZeros) / Double(max(weightCount, 1)),
    Double(weightZeros + otherZeros) / Double(max(weightCount + otherCount, 1))
  )
}

// Each kind is so many bits for every number and so many for each that is left.
enum StorageKind: CaseIterable {
  case dense
  case bitmap
  case indexed

  var bits: (each: Int, left: Int) {
    switch self {
    case .dense: (32, 0)
    case .bitmap: (1, 32)
    case .indexed: (0, 64)
    }
  }
}

func bytes(of parameter: Parameter, as kind: StorageKind) -> Int {
  let bits =
    kind.bits.each * parameter.values.count
    + kind.bits.left * (parameter.values.count - parameter.zeros)
  return bits / 8 + (bits.isMultiple(of: 8) ? 0 : 1)
}

func smallestBytes(of parameters: [Parameter]) -> Int {
  var sum = 0
  for parameter in parameters {
    var smallest = Int.max
    for kind in StorageKind.allCases { smallest = min(smallest, bytes(of: parameter, as: kind)) }
    sum += smallest
  }
  return sum
}
