import ModelOptimization

struct InvertedBottleneck {
  var inputs: Int
  var outputs: Int
  var expansion: Int
  var stride = 1

  var hidden: Int { inputs * expansion }
  var hasShortcut: Bool { stride == 1 && inputs == outputs }
}

func multiplyAccumulates(of block: InvertedBottleneck, side: Int) -> Int {
  let output = (side - 1) / block.stride + 1
  let expand = block.expansion > 1 ? side * side * block.inputs * block.hidden : 0
  let depthwise = output * output * block.inputs * 9
  let project = output * output * block.hidden * block.outputs
  return expand + depthwise + project
}

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
