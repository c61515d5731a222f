/// Keeps the n largest magnitudes of each m consecutive inputs of one output.
///
/// Of equal magnitudes the first go.
///
/// - Parameters:
///   - weights: a dense layer's, `[inputs, outputs]`, row-major: the weights of one input lie
///     together. m divides `inputs`.
/// - Returns: for each weight, in the same order, whether it is kept.
func patternMask(
  of weights: [Float], inputs: Int, outputs: Int, keeping n: Int, of m: Int
) -> [Bool] {
  // TODO: which weights are the m of a group? Their places in the list do not follow each other.
  return weights.map { _ in true }
}

/// The bits that a layer takes when only what is kept is stored, each weight with its place within
/// its group.
///
/// A place takes as many bits as the numbers from 0 to m - 1 need.
func patternBits(weights count: Int, bitsPerWeight: Int, keeping n: Int, of m: Int) -> Int {
  // TODO: how many weights are kept, and how many bits does each take?
  return count * bitsPerWeight
}
