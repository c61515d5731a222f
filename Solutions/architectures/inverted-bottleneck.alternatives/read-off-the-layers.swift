import ModelOptimization

struct InvertedBottleneck {
  var inputs: Int
  var outputs: Int
  var expansion: Int
  var stride = 1
  var hidden: Int { inputs * expansion }
  var hasShortcut: Bool { stride == 1 && inputs == outputs }
}

// The layers are made first, and the counts are read off them.
private func body(
  _ block: InvertedBottleneck, _ generator: inout SplitMix64
) -> [any TrainableLayer] {
  let (wide, narrow) = (block.hidden, block.outputs)
  let expand: [any TrainableLayer] = [
    Conv2D(inputs: block.inputs, outputs: wide, size: 1, hasBias: false, using: &generator),
    BatchNorm(channels: wide), ReLU(),
  ]
  let rest: [any TrainableLayer] = [
    DepthwiseConv2D(
      channels: wide, size: 3, stride: block.stride, padding: 1, hasBias: false,
      using: &generator), BatchNorm(channels: wide), ReLU(),
    Conv2D(inputs: wide, outputs: narrow, size: 1, hasBias: false, using: &generator),
    BatchNorm(channels: narrow),
  ]
  return block.expansion == 1 ? rest : expand + rest
}

func multiplyAccumulates(of block: InvertedBottleneck, side: Int) -> Int {
  var generator = SplitMix64(seed: 0)
  return Sequential(body(block, &generator)).multiplyAccumulates(
    for: [1, side, side, block.inputs])
}

func busiestBytes(of block: InvertedBottleneck, side: Int) -> Int {
  var generator = SplitMix64(seed: 0)
  var shape = [1, side, side, block.inputs]
  let input = shape.reduce(1, *)
  var busiest = 0
  var isFirst = true
  for layer in body(block, &generator) where layer is Conv2D || layer is DepthwiseConv2D {
    let next = layer.outputShape(for: shape)
    let kept = block.hasShortcut && !isFirst ? input : 0
    busiest = max(busiest, shape.reduce(1, *) + next.reduce(1, *) + kept)
    (shape, isFirst) = (next, false)
  }
  return busiest * 4
}

func layers(
  of block: InvertedBottleneck, using generator: inout SplitMix64
) -> [any TrainableLayer] {
  let layers = body(block, &generator)
  guard block.hasShortcut else { return layers }
  return [Residual(layers)]
}
