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
  let output = (side - 1) / block.stride + 1
  return output * output * block.inputs * block.outputs * block.size * block.size
}

/// The multiply-accumulates of the block.
func separableMACs(of block: SeparableBlock, side: Int) -> Int {
  let output = (side - 1) / block.stride + 1
  let depthwise = block.inputs * block.size * block.size
  return output * output * (depthwise + block.inputs * block.outputs)
}

/// What the block costs as a share of the full convolution; the picture and the inputs cancel.
func costShare(outputs: Int, size: Int) -> Double {
  1 / Double(outputs) + 1 / Double(size * size)
}

/// The part of the block's multiply-accumulates that the second step, of 1×1, does.
func pointwiseShare(of block: SeparableBlock) -> Double {
  Double(block.outputs) / Double(block.outputs + block.size * block.size)
}

/// The parameters: each step has no bias, and behind it a batch norm with two numbers a channel.
func separableParameters(of block: SeparableBlock) -> Int {
  let depthwise = block.inputs * block.size * block.size
  let pointwise = block.inputs * block.outputs
  return depthwise + 2 * block.inputs + pointwise + 2 * block.outputs
}
