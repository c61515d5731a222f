struct WindowLayer {
  var size: Int
  var stride = 1
}

// From the end: one number needs a window of the layer before it, and so on to the picture.
func receptiveField(of layers: [WindowLayer]) -> Int {
  layers.reversed().reduce(1) { needed, layer in (needed - 1) * layer.stride + layer.size }
}

func stackedWeights(seeingAsFarAs size: Int, channels: Int) -> Int {
  var (weights, seen) = (0, 1)
  while seen < size {
    seen += 2
    weights += 9 * channels * channels
  }
  return weights
}

func headParameters(side: Int, channels: Int, widths: [Int], isAveraged: Bool) -> Int {
  let pixels = isAveraged ? 1 : side * side
  let sizes = [pixels * channels] + widths
  return zip(sizes, widths).map { inputs, outputs in (inputs + 1) * outputs }.reduce(0, +)
}
