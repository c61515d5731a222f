import ModelOptimization

struct Machine {
  var gigaFLOPs: Double
  var gigabytesPerSecond: Double
}

struct Budget: Equatable {
  var parameters: Int
  var multiplyAccumulates: Int
  var activationBytes: Int
  var microseconds: Double
}

struct Pass: Equatable {
  var reads: Int
  var writes: Int
  var parameters: Int
  var multiplyAccumulates: Int
}

// A window is described once; full, depthwise and pointwise are three cases of it.
private struct Window {
  var area: Int
  var after: Int
  var inputs: Int
  var outputs: Int
  var perOutput: Int

  var pass: Pass {
    Pass(
      reads: area * inputs, writes: after * outputs, parameters: outputs * (perOutput + 2),
      multiplyAccumulates: area * outputs * perOutput)
  }
}

func passes(of network: ConvolutionalArchitecture) -> [Pass] {
  var windows: [Window] = []
  var (side, channels) = (network.side, 1)
  for stage in network.stages {
    let area = side * side
    for _ in 0..<stage.blocks {
      let c = channels
      let full = Window(
        area: area, after: area, inputs: c, outputs: stage.channels, perOutput: 9 * c)
      let depthwise = Window(area: area, after: area, inputs: c, outputs: c, perOutput: 9)
      let pointwise = Window(
        area: area, after: area, inputs: c, outputs: stage.channels, perOutput: c)
      windows += stage.kind == .full ? [full] : [depthwise, pointwise]
      channels = stage.channels
    }
    side /= 2
    windows[windows.count - 1].after = side * side
  }
  let head = Pass(
    reads: side * side * channels, writes: network.classes,
    parameters: (channels + 1) * network.classes,
    multiplyAccumulates: channels * network.classes)
  return windows.map(\.pass) + [head]
}

func cost(of network: ConvolutionalArchitecture, on machine: Machine) -> Budget {
  let passes = passes(of: network)
  let times = passes.map { pass in
    max(
      Double(2 * pass.multiplyAccumulates) / (machine.gigaFLOPs * 1e3),
      Double(4 * (pass.reads + pass.writes + pass.parameters))
        / (machine.gigabytesPerSecond * 1e3))
  }
  return Budget(
    parameters: passes.map(\.parameters).reduce(0, +),
    multiplyAccumulates: passes.map(\.multiplyAccumulates).reduce(0, +),
    activationBytes: 4 * (passes.map { $0.reads + $0.writes }.max() ?? 0),
    microseconds: times.reduce(0, +))
}

func choice(
  from networks: [ConvolutionalArchitecture], within limits: Budget, on machine: Machine,
  promise: (ConvolutionalArchitecture) -> Double
) -> ConvolutionalArchitecture? {
  func keeps(_ cost: Budget) -> Bool {
    let whole = zip(
      [cost.parameters, cost.multiplyAccumulates, cost.activationBytes],
      [limits.parameters, limits.multiplyAccumulates, limits.activationBytes])
    return whole.allSatisfy { $0 <= $1 } && cost.microseconds <= limits.microseconds
  }
  let ranked = networks.enumerated().filter { keeps(cost(of: $0.element, on: machine)) }.sorted {
    let (one, other) = (promise($0.element), promise($1.element))
    if one != other { return one > other }
    let times = [$0, $1].map { cost(of: $0.element, on: machine).microseconds }
    return times[0] == times[1] ? $0.offset < $1.offset : times[0] < times[1]
  }
  return ranked.first?.element
}

// Drawn by chance, with a seed, until there are enough.
func drawingBoard() -> [ConvolutionalArchitecture] {
  guard let space = try? ArchitectureSpace() else { return [] }
  var generator = SplitMix64(seed: 1)
  var found: Set<ConvolutionalArchitecture> = []
  while found.count < 3000 { found.insert(space.random(using: &generator)) }
  return found.sorted { $0.description < $1.description }
}
