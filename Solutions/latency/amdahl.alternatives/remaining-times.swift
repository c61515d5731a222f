// Thinks in what remains instead of in what is saved.
struct Stage: Equatable {
  var name: String
  var milliseconds: Double
}

func shares(of stages: [Stage]) -> [Double] {
  let times = stages.map(\.milliseconds)
  let whole = times.reduce(0, +)
  return times.map { $0 / whole }
}

func speedup(share: Double, factor: Double) -> Double {
  let untouched = 1 - share
  return 1 / (untouched + share * (1 / factor))
}

func mostWorthwhile(_ stages: [Stage], factors: [String: Double]) -> String? {
  let savings = stages.map { stage in
    stage.milliseconds - stage.milliseconds / factors[stage.name, default: 1]
  }
  guard let most = savings.max(), most > 0 else { return nil }
  return savings.firstIndex(of: most).map { stages[$0].name }
}
