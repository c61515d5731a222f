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
  // TODO: which of the three convolutions see the large picture, which the small one?
  return 0
}

/// The bytes, in 32 bits, that the busiest step needs: what it reads, what it writes, and the
/// block's input where that waits for the sum. Norms and ReLUs belong to the step before them, and
/// the sum is written where the result stands.
func busiestBytes(of block: InvertedBottleneck, side: Int) -> Int {
  // TODO: for each step, list what must be there at the same time.
  return 0
}

/// The block with random weights: convolutions without bias, each with a batch norm behind it.
func layers(
  of block: InvertedBottleneck, using generator: inout SplitMix64
) -> [any TrainableLayer] {
  // TODO: `Conv2D`, `BatchNorm`, `ReLU`, `DepthwiseConv2D`; where there is a shortcut, `Residual`.
  return []
}
