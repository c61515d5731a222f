struct WindowLayer {
  var size: Int
  var stride = 1
}

func receptiveField(of layers: [WindowLayer]) -> Int {
  var field = 1
  var step = 1
  for layer in layers {
    field += (layer.size - 1) * step
    step *= layer.stride
  }
  return field
}

func stackedWeights(seeingAsFarAs size: Int, channels: Int) -> Int {
  let layers = (size - 1) / 2
  return layers * 3 * 3 * channels * channels
}

func headParameters(side: Int, channels: Int, widths: [Int], isAveraged: Bool) -> Int {
  var inputs = isAveraged ? channels : side * side * channels
  var count = 0
  for width in widths {
    count += inputs * width
    inputs = width
  }
  return count
}
