import ModelOptimization

/// A block that is narrow outside and wide inside, as in MobileNetV2.
///
///     1×1 to inputs · expansion, norm, ReLU → depthwise 3×3, norm, ReLU → 1×1 to outputs, norm
///
/// With an expansion of 1 the first 1×1 is left out. Where the stride is 1 and as many channels go
/// out as come in, the input is added to the result.
struct InvertedBottleneck {
  /// The channels that come in.
  var inputs: Int
  /// The channels that go out.
  var outputs: Int
  /// How many times as many channels there are inside.
  var expansion: Int
  /// The stride of the depthwise convolution, whose padding is 1.
  var stride = 1

  /// The channels inside.
  var hidden: Int { inputs * expansion }
  /// Whether the input is added to the result.
  var hasShortcut: Bool { stride == 1 && inputs == outputs }
}

/// The multiply-accumulates for a picture of `side` by `side` pixels.
func multiplyAccumulates(of block: InvertedBottleneck, side: Int) -> Int {
  let output = (side - 1) / block.stride + 1
  let expand = block.expansion > 1 ? side * side * block.inputs * block.hidden : 0
  let depthwise = output * output * block.hidden * 9
  let project = output * output * block.hidden * block.outputs
  return expand + depthwise + project
}

/// The bytes, in 32 bits, that the busiest step needs: what it reads, what it writes, and the
/// block's input where that waits for the sum. Norms and ReLUs belong to the step before them, and
/// the sum is written where the result stands.
func busiestBytes(of block: InvertedBottleneck, side: Int) -> Int {
  let small = (side - 1) / block.stride + 1
  let x = side * side * block.inputs
  let wide = side * side * block.hidden
  let filtered = small * small * block.hidden
  let y = small * small * block.outputs
  let waiting = block.hasShortcut ? x : 0
  let steps =
    block.expansion > 1
    ? [x + wide, wide + filtered + waiting, filtered + y + waiting]
    : [x + filtered, filtered + y + waiting]
  return 4 * (steps.max() ?? 0)
}

/// The block with random weights: convolutions without bias, each with a batch norm behind it.
func layers(
  of block: InvertedBottleneck, using generator: inout SplitMix64
) -> [any TrainableLayer] {
  var body: [any TrainableLayer] = []
  if block.expansion > 1 {
    body += [
      Conv2D(
        inputs: block.inputs, outputs: block.hidden, size: 1, hasBias: false, using: &generator),
      BatchNorm(channels: block.hidden), ReLU(),
    ]
  }
  body += [
    DepthwiseConv2D(
      channels: block.hidden, size: 3, stride: block.stride, padding: 1, hasBias: false,
      using: &generator),
    BatchNorm(channels: block.hidden), ReLU(),
    Conv2D(
      inputs: block.hidden, outputs: block.outputs, size: 1, hasBias: false, using: &generator),
    BatchNorm(channels: block.outputs),
  ]
  return block.hasShortcut ? [Residual(body)] : body
}
