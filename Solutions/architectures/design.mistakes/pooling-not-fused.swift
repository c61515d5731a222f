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

func passes(of network: ConvolutionalArchitecture) -> [Pass] {
  var passes: [Pass] = []
  var (side, channels) = (network.side, 1)
  for stage in network.stages {
    for block in 1...stage.blocks {
      let area = side * side
      let isLast = block == stage.blocks
      let after = area
      let (inputs, outputs) = (channels, stage.channels)
      if stage.kind == .full {
        passes.append(
          Pass(
            reads: area * inputs, writes: after * outputs,
            parameters: 9 * inputs * outputs + 2 * outputs,
            multiplyAccumulates: area * 9 * inputs * outputs))
      } else {
        passes.append(
          Pass(
            reads: area * inputs, writes: area * inputs, parameters: 9 * inputs + 2 * inputs,
            multiplyAccumulates: area * 9 * inputs))
        passes.append(
          Pass(
            reads: area * inputs, writes: after * outputs,
            parameters: inputs * outputs + 2 * outputs,
            multiplyAccumulates: area * inputs * outputs))
      }
      channels = outputs
    }
    side /= 2
  }
  let weights = channels * network.classes
  passes.append(
    Pass(
      reads: side * side * channels, writes: network.classes,
      parameters: weights + network.classes, multiplyAccumulates: weights))
  return passes
}

func cost(of network: ConvolutionalArchitecture, on machine: Machine) -> Budget {
  var result = Budget(parameters: 0, multiplyAccumulates: 0, activationBytes: 0, microseconds: 0)
  for pass in passes(of: network) {
    result.parameters += pass.parameters
    result.multiplyAccumulates += pass.multiplyAccumulates
    let moved = 4 * (pass.reads + pass.writes)
    result.activationBytes = max(result.activationBytes, moved)
    let computing = 2 * Double(pass.multiplyAccumulates) / machine.gigaFLOPs
    let moving = Double(moved + 4 * pass.parameters) / machine.gigabytesPerSecond
    result.microseconds += max(computing, moving) / 1000
  }
  return result
}

func choice(
  from networks: [ConvolutionalArchitecture], within limits: Budget, on machine: Machine,
  promise: (ConvolutionalArchitecture) -> Double
) -> ConvolutionalArchitecture? {
  let fitting = networks.map { ($0, cost(of: $0, on: machine), promise($0)) }.filter { _, cost, _ in
    cost.parameters <= limits.parameters
      && cost.multiplyAccumulates <= limits.multiplyAccumulates
      && cost.activationBytes <= limits.activationBytes
      && cost.microseconds <= limits.microseconds
  }
  var best = fitting.first
  for candidate in fitting {
    guard let leader = best else { break }
    let isBetter =
      candidate.2 == leader.2
      ? candidate.1.microseconds < leader.1.microseconds : candidate.2 > leader.2
    if isBetter { best = candidate }
  }
  return best?.0
}

func drawingBoard() -> [ConvolutionalArchitecture] {
  guard let space = try? ArchitectureSpace() else { return [] }
  let stages = space.channels.flatMap { channels in
    space.kinds.map { ConvolutionalArchitecture.Stage($0, channels: channels) }
  }
  var lists: [[ConvolutionalArchitecture.Stage]] = []
  for first in stages {
    for second in stages {
      lists.append([first, second])
      for third in stages { lists.append([first, second, third]) }
    }
  }
  return lists.map { ConvolutionalArchitecture(stages: $0) }
}
