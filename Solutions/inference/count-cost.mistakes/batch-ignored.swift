func parameterCount(ofLayers sizes: [Int]) -> Int {
  var count = 0
  for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
    count += inputs * outputs + outputs
  }
  return count
}

func byteCount(ofParameters parameters: Int, bits: Int) -> Int {
  (parameters * bits + 7) / 8
}

func multiplyAccumulates(ofLayers sizes: [Int], batch: Int) -> Int {
  var count = 0
  for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
    count += inputs * outputs
  }
  return count
}
