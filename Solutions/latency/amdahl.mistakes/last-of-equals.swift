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
  var best: (name: String?, saved: Double) = (nil, 0)
  for stage in stages {
    guard let factor = factors[stage.name] else { continue }
    let saved = stage.milliseconds - stage.milliseconds / factor
    if saved > 0, saved >= best.saved { best = (stage.name, saved) }
  }
  return best.name
}
