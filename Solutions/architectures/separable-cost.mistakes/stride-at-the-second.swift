struct SeparableBlock {
  var inputs: Int
  var outputs: Int
  var size = 3
  var stride = 1
}

func fullMACs(of block: SeparableBlock, side: Int) -> Int {
  let output = (side - 1) / block.stride + 1
  return output * output * block.inputs * block.outputs * block.size * block.size
}

func separableMACs(of block: SeparableBlock, side: Int) -> Int {
  let output = (side - 1) / block.stride + 1
  let depthwise = block.inputs * block.size * block.size
  return side * side * depthwise + output * output * block.inputs * block.outputs
}

func costShare(outputs: Int, size: Int) -> Double {
  1 / Double(outputs) + 1 / Double(size * size)
}

func pointwiseShare(of block: SeparableBlock) -> Double {
  Double(block.outputs) / Double(block.outputs + block.size * block.size)
}

func separableParameters(of block: SeparableBlock) -> Int {
  let depthwise = block.inputs * block.size * block.size
  let pointwise = block.inputs * block.outputs
  return depthwise + 2 * block.inputs + pointwise + 2 * block.outputs
}
