/// A convolution in numbers, before there is a single weight.
struct ConvolutionPlan {
  /// The channels that come in.
  var inputs: Int
  /// The channels that go out.
  var outputs: Int
  /// The height and the width of the window.
  var size: Int
  /// The pixels between one window and the next.
  var stride = 1
  /// The zeros around the picture, on each of its four sides.
  var padding = 0
  /// Whether a number is added to each channel that goes out.
  var hasBias = true
}

/// The height, or the width, of what comes out of a picture that is `side` high, or wide.
func outputSide(_ side: Int, of plan: ConvolutionPlan) -> Int {
  // TODO: padding on both sides, and how often the window fits.
  return 0
}

/// The numbers that training adjusts.
func parameterCount(of plan: ConvolutionPlan) -> Int {
  // TODO: an output has a window for every input.
  return 0
}

/// The multiply-accumulates of one picture of `side` by `side` pixels.
func multiplyAccumulates(of plan: ConvolutionPlan, side: Int) -> Int {
  // TODO: what does one pixel of one output cost?
  return 0
}

/// The bytes that the layer reads and writes for one picture, weights not counted, in 32 bits.
func activationBytes(of plan: ConvolutionPlan, side: Int) -> Int {
  // TODO: the picture that comes in, and the one that goes out.
  return 0
}
