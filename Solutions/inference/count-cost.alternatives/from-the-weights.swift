// Counts the weights once; parameters add the biases, multiply-accumulates the batch.
private func weightCount(_ sizes: [Int]) -> Int {
  zip(sizes, sizes.dropFirst()).map(*).reduce(0, +)
}

func parameterCount(ofLayers sizes: [Int]) -> Int {
  weightCount(sizes) + sizes.dropFirst().reduce(0, +)
}

func byteCount(ofParameters parameters: Int, bits: Int) -> Int {
  let (bytes, rest) = (parameters * bits).quotientAndRemainder(dividingBy: 8)
  return rest == 0 ? bytes : bytes + 1
}

func multiplyAccumulates(ofLayers sizes: [Int], batch: Int) -> Int {
  batch * weightCount(sizes)
}
