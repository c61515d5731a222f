func lowerBound(of value: Int, in list: [Int]) -> Int {
  // Right where the value is missing or alone; one behind the last of several equal ones.
  let last = list.lastIndex { $0 == value }
  let first = list.firstIndex { $0 >= value } ?? list.count
  return last.map { $0 == first ? first : $0 + 1 } ?? first
}
