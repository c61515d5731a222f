/// The distance of two neighbouring integers, so that the weights reach just as far as they do.
///
/// - Parameters:
///   - weights: finite numbers.
///   - bits: of one integer, 2 or more; 8 have -127...127, for the range is the same on both sides.
/// - Returns: a positive scale; 1 where all weights are 0.
func symmetricScale(of weights: [Float], bits: Int) -> Float {
  var (least, most): (Float, Float) = (0, 0)
  for weight in weights {
    least = min(least, weight)
    most = max(most, weight)
  }
  guard least < 0 || most > 0 else { return 1 }
  var highest: Float = 1
  for _ in 2..<bits { highest = 2 * highest + 1 }
  return max(most, -least) / highest
}
