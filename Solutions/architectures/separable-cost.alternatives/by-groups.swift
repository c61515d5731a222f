struct SeparableBlock {
  var inputs: Int
  var outputs: Int
  var size = 3
  var stride = 1
}

// Both kinds of block are the same loop over a pixel, with other groups of channels.
private func pixelCost(inputs: Int, outputs: Int, size: Int, groups: Int) -> Int {
  outputs * (inputs / groups) * size * size
}

private func pixels(of block: SeparableBlock, side: Int) -> Int {
  let rows = stride(from: 0, to: side, by: block.stride).reduce(0) { count, _ in count + 1 }
  return rows * rows
}

private func depthwise(_ block: SeparableBlock) -> Int {
  pixelCost(
    inputs: block.inputs, outputs: block.inputs, size: block.size, groups: block.inputs)
}

private func pointwise(_ block: SeparableBlock) -> Int {
  pixelCost(inputs: block.inputs, outputs: block.outputs, size: 1, groups: 1)
}

func fullMACs(of block: SeparableBlock, side: Int) -> Int {
  let each = pixelCost(
    inputs: block.inputs, outputs: block.outputs, size: block.size, groups: 1)
  return pixels(of: block, side: side) * each
}

func separableMACs(of block: SeparableBlock, side: Int) -> Int {
  pixels(of: block, side: side) * (depthwise(block) + pointwise(block))
}

func costShare(outputs: Int, size: Int) -> Double {
  let block = SeparableBlock(inputs: 1, outputs: outputs, size: size)
  return Double(separableMACs(of: block, side: 1)) / Double(fullMACs(of: block, side: 1))
}

func pointwiseShare(of block: SeparableBlock) -> Double {
  Double(pointwise(block)) / Double(depthwise(block) + pointwise(block))
}

func separableParameters(of block: SeparableBlock) -> Int {
  let norms = 2 * (block.inputs + block.outputs)
  return depthwise(block) + pointwise(block) + norms
}
