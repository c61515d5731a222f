/// The first place at which a value can be put into a sorted list so that it stays sorted.
///
/// - Parameters:
///   - value: any number.
///   - list: numbers, the smallest first.
func lowerBound(of value: Int, in list: [Int]) -> Int {
  var low = 0
  var high = list.count
  while low < high {
    let middle = low + (high - low) / 2
    if list[middle] < value { low = middle + 1 } else { high = middle }
  }
  return low
}
