import ModelOptimization

/// What a machine can do.
struct Machine {
  /// 10⁹ floating-point operations a second.
  var gigaFLOPs: Double
  /// 10⁹ bytes a second.
  var gigabytesPerSecond: Double
}

/// What a network may cost, or does cost, for one image in 32 bits.
struct Budget: Equatable {
  /// Trained numbers.
  var parameters: Int
  /// Multiply-accumulates.
  var multiplyAccumulates: Int
  /// What the busiest step reads and writes, weights not counted.
  var activationBytes: Int
  /// The sum of the steps' shortest times.
  var microseconds: Double
}

/// One pass over memory: a convolution or a dense layer, with all that is fused to it.
struct Pass: Equatable {
  /// The numbers that come in.
  var reads: Int
  /// The numbers that go out, behind the pooling where one is fused.
  var writes: Int
  /// The trained numbers, those of a batch norm included.
  var parameters: Int
  /// The multiply-accumulates.
  var multiplyAccumulates: Int
}

/// The passes of a network, counted without making it.
///
/// A full block is one pass (3×3, no bias, norm and ReLU fused), a separable block two. The pooling
/// behind a stage is fused to the stage's last pass. The last pass of all is the head: the mean of
/// each channel, then a dense layer with biases.
func passes(of network: ConvolutionalArchitecture) -> [Pass] {
  var passes: [Pass] = []
  var (side, channels) = (network.side, 1)
  for stage in network.stages {
    for block in 1...stage.blocks {
      let area = side * side
      let isLast = block == stage.blocks
      let after = isLast ? (side / 2) * (side / 2) : area
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

/// What a network costs on a machine.
///
/// A pass takes as long as its arithmetic (two operations for a multiply-accumulate) or its bytes
/// (what it reads and writes, and its parameters, 4 bytes each), whichever is longer.
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

/// The most promising network that keeps every limit; a limit may be used up. Among equals the one
/// that is estimated to be the fastest, among those the earlier. Nil where none keeps them.
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

/// Networks to choose from: at least 500 that are all different, for images of 28×28 and 10
/// classes, small ones and large ones.
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
