enum Precision: String, CaseIterable {
  case fp32, fp16, int8, int4
}

struct Target {
  var storage: Int
  var memory: Int
  var readsInPlace: Bool
  var speeds: [Precision: Double]
}

struct Workload {
  var parameters: Int
  var activations: Int
  var losses: [Precision: Double]
}

func weightBytes(_ parameters: Int, _ precision: Precision) -> Int {
  switch precision {
  case .fp32: 4 * parameters
  case .fp16: 2 * parameters
  case .int8: parameters
  case .int4: (parameters + 1) / 2 + 2 * (parameters / 32)
  }
}

func activationBytes(_ activations: Int, _ precision: Precision) -> Int {
  switch precision {
  case .fp32, .int4: 4 * activations
  case .fp16: 2 * activations
  case .int8: activations
  }
}

func hasRoom(_ workload: Workload, _ precision: Precision, on target: Target) -> Bool {
  let weights = weightBytes(workload.parameters, precision)
  let activations = activationBytes(workload.activations, precision)
  let inMemory = activations + (target.readsInPlace ? 0 : weights)
  return weights <= target.storage && inMemory <= target.memory
}

func precision(for workload: Workload, on target: Target, maximumLoss: Double) -> Precision? {
  Precision.allCases.filter { precision in
    guard target.speeds[precision] != nil, let loss = workload.losses[precision] else {
      return false
    }
    return loss <= maximumLoss && hasRoom(workload, precision, on: target)
  }.max { one, other in
    let (slow, fast) = (target.speeds[one] ?? 0, target.speeds[other] ?? 0)
    if slow != fast { return slow < fast }
    return weightBytes(workload.parameters, one) > weightBytes(workload.parameters, other)
  }
}
