func lowerBound(of value: Int, in list: [Int]) -> Int {
  list.firstIndex { $0 >= value } ?? list.count - 1
}
