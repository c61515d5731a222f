/// The parameters of a network of dense layers: its weights and its biases.
///
/// - Parameter sizes: the number of inputs, then the outputs of each layer, such as
///   `[784, 256, 128, 10]`; at least two.
/// - Returns: how many numbers training adjusts.
func parameterCount(ofLayers sizes: [Int]) -> Int {
  var count = 0
  for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
    count += inputs * outputs + outputs
  }
  return count
}

/// The bytes that parameters take when they are packed without gaps.
///
/// - Parameters:
///   - parameters: how many there are.
///   - bits: the bits of each, such as 32, 8 or 4.
/// - Returns: whole bytes; a last byte that is only partly used counts in full.
func byteCount(ofParameters parameters: Int, bits: Int) -> Int {
  (parameters * bits + 7) / 8
}

/// The multiply-accumulates of running the network once over a batch; biases are not counted.
///
/// - Parameters:
///   - sizes: as for `parameterCount(ofLayers:)`.
///   - batch: the number of examples that are run together.
/// - Returns: multiplications, each with its addition.
func multiplyAccumulates(ofLayers sizes: [Int], batch: Int) -> Int {
  var count = 0
  for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
    count += batch * inputs * outputs
  }
  return count
}
