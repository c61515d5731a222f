/// Finds the smallest of many magnitudes: exactly as many as asked for, the first of equal ones.
///
/// Nothing is sorted. The bits of a positive float are in the order of its value; two counts of
/// 2¹⁶ entries, of the upper and then of the lower half of those bits, tell the largest magnitude
/// that still belongs to the smallest, and how many of its equals do.
struct MagnitudeRanking {
  /// What is ranked, a list for each parameter: larger keys are kept longer.
  private let keys: [[UInt32]]

  /// Ranks elements by their magnitude.
  ///
  /// - Parameters:
  ///   - tensors: finite numbers.
  ///   - mask: for each tensor which of its elements are still there: those that are not come
  ///     before all others; nil where all are.
  init(_ tensors: [Tensor], within mask: [[Bool]?]) {
    keys = zip(tensors, mask).map { tensor, kept in
      tensor.withElements { values in
        (0..<tensor.count).map { element in
          // A zero that is still there comes after those that were removed.
          kept?[element] == false ? 0 : (values[element].bitPattern & 0x7FFF_FFFF) + 1
        }
      }
    }
  }

  /// For each tensor, whether each of its elements is not among the `count` smallest of all.
  ///
  /// - Parameter protectsLargest: whether each tensor keeps its largest element in any case; the
  ///   next in the order goes in its place.
  func kept(withoutSmallest count: Int, protectsLargest: Bool = false) -> [[Bool]] {
    var keys = keys
    if protectsLargest {
      for index in keys.indices {
        guard let largest = keys[index].indices.max(by: { keys[index][$0] < keys[index][$1] })
        else { continue }
        keys[index][largest] = .max
      }
    }
    let (last, equals) = Self.last(of: keys, count: count)
    var left = equals
    return keys.map { keys in
      keys.map { key in
        if key == last && left > 0 {
          left -= 1
          return false
        }
        return key >= last
      }
    }
  }

  /// The key of the last of the `count` smallest, and how many of those have it.
  private static func last(of keys: [[UInt32]], count: Int) -> (key: UInt32, equals: Int) {
    guard count > 0 else { return (0, 0) }
    func place(_ rank: Int, of half: (UInt32) -> Int?) -> (half: Int, before: Int) {
      var counts = [Int](repeating: 0, count: 1 << 16)
      for keys in keys { for key in keys { if let half = half(key) { counts[half] += 1 } } }
      var before = 0
      for (half, count) in counts.enumerated() {
        if before + count >= rank { return (half, before) }
        before += count
      }
      return (counts.count - 1, before)
    }
    let upper = place(count) { Int($0 >> 16) }
    let lower = place(count - upper.before) {
      Int($0 >> 16) == upper.half ? Int($0 & 0xFFFF) : nil
    }
    return (UInt32(upper.half << 16 | lower.half), count - upper.before - lower.before)
  }
}
