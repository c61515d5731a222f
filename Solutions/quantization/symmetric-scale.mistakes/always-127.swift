/// The distance of two neighbouring integers, so that the weights reach just as far as they do.
///
/// - Parameters:
///   - weights: finite numbers.
///   - bits: of one integer, 2 or more; 8 have -127...127, for the range is the same on both sides.
/// - Returns: a positive scale; 1 where all weights are 0.
func symmetricScale(of weights: [Float], bits: Int) -> Float {
  let largest = weights.map { abs($0) }.max() ?? 0
  return largest == 0 ? 1 : largest / 127
}
