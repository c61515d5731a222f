/// The dot product of two lists: Σ x[place] * y[place].
///
/// The products are added in any order, so the last digits depend on it.
///
/// - Parameters:
///   - x: any number of numbers.
///   - y: as many.
/// - Returns: their dot product; 0 for empty lists.
func dotProduct(_ x: [Float], _ y: [Float]) -> Float {
  // TODO: blocks of sixteen lanes, and what is left over one by one.
  var sum: Float = 0
  for place in x.indices {
    sum += x[place] * y[place]
  }
  return sum
}
