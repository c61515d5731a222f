/// A depthwise-separable block: a window for each channel, then a mixture of all at each pixel.
struct SeparableBlock {
  /// The channels that come in.
  var inputs: Int
  /// The channels that go out.
  var outputs: Int
  /// The height and the width of the window; odd. The padding is half of it, rounded down.
  var size = 3
  /// The pixels between one window and the next; the second step has a stride of 1.
  var stride = 1
}

/// The multiply-accumulates of one full convolution with this window and this stride.
func fullMACs(of block: SeparableBlock, side: Int) -> Int {
  // TODO: how many pixels come out, and what does one cost?
  return 0
}

/// The multiply-accumulates of the block.
func separableMACs(of block: SeparableBlock, side: Int) -> Int {
  // TODO: count both steps.
  return 0
}

/// What the block costs as a share of the full convolution; the picture and the inputs cancel.
func costShare(outputs: Int, size: Int) -> Double {
  // TODO: divide the one formula by the other, on paper.
  return 0
}

/// The part of the block's multiply-accumulates that the second step, of 1×1, does.
func pointwiseShare(of block: SeparableBlock) -> Double {
  // TODO: the channels that come in cancel here as well.
  return 0
}

/// The parameters: each step has no bias, and behind it a batch norm with two numbers a channel.
func separableParameters(of block: SeparableBlock) -> Int {
  // TODO: weights and norms of both steps.
  return 0
}
