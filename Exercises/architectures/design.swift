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
  // TODO: walk through stages and blocks with two variables, the side and the channels.
  return []
}

/// What a network costs on a machine.
///
/// A pass takes as long as its arithmetic (two operations for a multiply-accumulate) or its bytes
/// (what it reads and writes, and its parameters, 4 bytes each), whichever is longer.
func cost(of network: ConvolutionalArchitecture, on machine: Machine) -> Budget {
  // TODO: add up the passes; but of the activations the busiest pass counts.
  return Budget(parameters: 0, multiplyAccumulates: 0, activationBytes: 0, microseconds: 0)
}

/// The most promising network that keeps every limit; a limit may be used up. Among equals the one
/// that is estimated to be the fastest, among those the earlier. Nil where none keeps them.
func choice(
  from networks: [ConvolutionalArchitecture], within limits: Budget, on machine: Machine,
  promise: (ConvolutionalArchitecture) -> Double
) -> ConvolutionalArchitecture? {
  // TODO: limits first.
  return nil
}

/// Networks to choose from: at least 500 that are all different, for images of 28×28 and 10
/// classes, small ones and large ones.
func drawingBoard() -> [ConvolutionalArchitecture] {
  // TODO: kinds, channels and blocks for two stages, three stages …
  return []
}
