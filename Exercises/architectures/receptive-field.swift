/// A layer that looks through a window: a convolution, or a pooling.
struct WindowLayer {
  /// The height and the width of the window.
  var size: Int
  /// The pixels between one window and the next.
  var stride = 1
}

/// How many pixels of the picture, in one direction, one number behind the last layer depends on.
func receptiveField(of layers: [WindowLayer]) -> Int {
  // TODO: each layer adds a window less one, in steps that the strides before it have widened.
  return 0
}

/// The weights of 3×3 convolutions that together see as far as one window of `size` by `size`.
///
/// - Parameters:
///   - size: odd.
///   - channels: in front of each convolution, between them and behind; biases are not counted.
func stackedWeights(seeingAsFarAs size: Int, channels: Int) -> Int {
  // TODO: how many layers of 3×3 are that?
  return 0
}

/// The parameters, with biases, of the dense layers behind the last picture.
///
/// - Parameters:
///   - side: the height and the width of that picture.
///   - channels: its channels.
///   - widths: the outputs of each dense layer.
///   - isAveraged: whether each channel becomes its mean first, or all pixels are listed.
func headParameters(side: Int, channels: Int, widths: [Int], isAveraged: Bool) -> Int {
  // TODO: what comes into the first dense layer?
  return 0
}
