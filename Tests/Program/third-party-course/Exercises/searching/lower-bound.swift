/// The first place at which a value can be put into a sorted list so that it stays sorted.
///
/// - Parameters:
///   - value: any number.
///   - list: numbers, the smallest first.
func lowerBound(of value: Int, in list: [Int]) -> Int {
  // TODO: look at the middle, and forget one half.
  return 0
}
