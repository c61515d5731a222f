/// The parameters of a network of dense layers: its weights and its biases.
///
/// - Parameter sizes: the number of inputs, then the outputs of each layer, such as
///   `[784, 256, 128, 10]`; at least two.
/// - Returns: how many numbers training adjusts.
func parameterCount(ofLayers sizes: [Int]) -> Int {
  // TODO: `zip(sizes, sizes.dropFirst())` walks over the layers.
  return 0
}

/// The bytes that parameters take when they are packed without gaps.
///
/// - Parameters:
///   - parameters: how many there are.
///   - bits: the bits of each, such as 32, 8 or 4.
/// - Returns: whole bytes; a last byte that is only partly used counts in full.
func byteCount(ofParameters parameters: Int, bits: Int) -> Int {
  // TODO: a byte has 8 bits.
  return 0
}

/// The multiply-accumulates of running the network once over a batch; biases are not counted.
///
/// - Parameters:
///   - sizes: as for `parameterCount(ofLayers:)`.
///   - batch: the number of examples that are run together.
/// - Returns: multiplications, each with its addition.
func multiplyAccumulates(ofLayers sizes: [Int], batch: Int) -> Int {
  // TODO: how often is each weight used for one example?
  return 0
}
