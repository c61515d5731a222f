import CKernels

/// What is taken off weights so that AVX2 may add pairs of products in 16 bits.
///
/// Two products u8 · s8 fit 16 bits only where the weights of a pair, if of one sign, are 128 together
/// at most. Of trained weights, scaled to 8 bits, few pairs are more. What exceeds becomes a weight of
/// its own, multiplied with the same activation: the sums are the same, to the bit.
final class IntegerRests: Sendable {
  /// The weights that are left, as they were given.
  let left: [[Int8]]
  /// The number of rests.
  let count: Int
  /// Panels of all groups together.
  let panels: Int
  nonisolated(unsafe) let pointers: integer_rests
  private nonisolated(unsafe) let first: UnsafeMutablePointer<Int>
  private nonisolated(unsafe) let places: UnsafeMutablePointer<UInt32>
  private nonisolated(unsafe) let weights: UnsafeMutablePointer<Int8>

  /// Columns of a panel.
  private static let width = 16

  /// Splits weights.
  ///
  /// - Parameter groups: for each group its weights, `[k, outputs]` row after row; k is a multiple
  ///   of 4.
  init(splitting groups: [[Int8]], k: Int, outputs: Int) {
    var left = groups
    var first: [Int] = [0]
    var places: [UInt32] = []
    var weights: [Int8] = []
    for group in groups.indices {
      var rest = [Int8](repeating: 0, count: k * outputs)
      left[group].withUnsafeMutableBufferPointer { left in
        rest.withUnsafeMutableBufferPointer { rest in
          guard let left = left.baseAddress, let rest = rest.baseAddress else { return }
          for column in 0..<outputs {
            kernel_integer_split_pairs(left + column, rest + column, k, outputs)
          }
        }
      }
      for start in stride(from: 0, to: outputs, by: Self.width) {
        let columns = start..<min(start + Self.width, outputs)
        for inner in stride(from: 0, to: k, by: 4) {
          let rows = inner..<inner + 4
          guard rows.contains(where: { row in columns.contains { rest[row * outputs + $0] != 0 } })
          else { continue }
          places.append(UInt32(inner / 4))
          for column in start..<start + Self.width {
            weights += rows.map { column < outputs ? rest[$0 * outputs + column] : 0 }
          }
        }
        first.append(places.count)
      }
    }
    self.left = left
    count = places.count
    panels = first.count - 1
    self.first = .allocate(capacity: first.count)
    self.places = .allocate(capacity: max(1, places.count))
    self.weights = .allocate(capacity: max(1, weights.count))
    self.first.initialize(from: first, count: first.count)
    self.places.initialize(from: places, count: places.count)
    self.weights.initialize(from: weights, count: weights.count)
    pointers = integer_rests(first: self.first, places: self.places, weights: self.weights)
  }

  deinit {
    first.deallocate()
    places.deallocate()
    weights.deallocate()
  }

  var byteCount: Int { 8 * (panels + 1) + (4 + 64) * count }
}
