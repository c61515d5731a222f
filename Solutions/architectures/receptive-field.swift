/// A layer that looks through a window: a convolution, or a pooling.
struct WindowLayer {
  /// The height and the width of the window.
  var size: Int
  /// The pixels between one window and the next.
  var stride = 1
}

/// How many pixels of the picture, in one direction, one number behind the last layer depends on.
func receptiveField(of layers: [WindowLayer]) -> Int {
  var field = 1
  var step = 1
  for layer in layers {
    field += (layer.size - 1) * step
    step *= layer.stride
  }
  return field
}

/// The weights of 3×3 convolutions that together see as far as one window of `size` by `size`.
///
/// - Parameters:
///   - size: odd.
///   - channels: in front of each convolution, between them and behind; biases are not counted.
func stackedWeights(seeingAsFarAs size: Int, channels: Int) -> Int {
  let layers = (size - 1) / 2
  return layers * 3 * 3 * channels * channels
}

/// The parameters, with biases, of the dense layers behind the last picture.
///
/// - Parameters:
///   - side: the height and the width of that picture.
///   - channels: its channels.
///   - widths: the outputs of each dense layer.
///   - isAveraged: whether each channel becomes its mean first, or all pixels are listed.
func headParameters(side: Int, channels: Int, widths: [Int], isAveraged: Bool) -> Int {
  var inputs = isAveraged ? channels : side * side * channels
  var count = 0
  for width in widths {
    count += inputs * width + width
    inputs = width
  }
  return count
}
