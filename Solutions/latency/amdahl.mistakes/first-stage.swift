struct Stage: Equatable {
  var name: String
  var milliseconds: Double
}

func shares(of stages: [Stage]) -> [Double] {
  let total = stages.reduce(0) { sum, stage in sum + stage.milliseconds }
  return stages.map { stage in stage.milliseconds / total }
}

func speedup(share: Double, factor: Double) -> Double {
  1 / (1 - share + share / factor)
}

func mostWorthwhile(_ stages: [Stage], factors: [String: Double]) -> String? {
  stages.max { one, other in one.milliseconds < other.milliseconds }?.name
}
