/// A row of weights in 4 bits.
struct PackedRow: Equatable {
  /// Two integers in a byte, the first in the lower half; an unused upper half is 0.
  var bytes: [UInt8]
  /// A scale for each group.
  var scales: [Float]
}

/// Packs weights in 4 bits, symmetric, with a scale for each group.
///
/// - Parameters:
///   - weights: of one output.
///   - groupSize: how many neighbours share a scale; the last group may be shorter.
/// - Returns: integers of -7...7; the scale of a group of zeros is 1.
func packed(_ weights: [Float], groupSize: Int) -> PackedRow {
  var row = PackedRow(bytes: [], scales: [])
  var integers: [Int] = []
  for start in stride(from: 0, to: weights.count, by: groupSize) {
    let group = weights[start..<min(start + groupSize, weights.count)]
    let largest = group.map { abs($0) }.max() ?? 0
    let scale = largest == 0 ? 1 : largest / 7
    row.scales.append(scale)
    integers += group.map { Int(($0 / scale).rounded(.toNearestOrEven)) }
  }
  for place in stride(from: 0, to: integers.count, by: 2) {
    let upper = place + 1 < integers.count ? integers[place + 1] : 0
    row.bytes.append(UInt8(integers[place] & 15 | (upper & 15) << 4))
  }
  return row
}

/// The weights that come back.
///
/// - Parameters:
///   - row: as `packed` made it.
///   - count: of the weights.
///   - groupSize: as it was packed with.
func unpacked(_ row: PackedRow, count: Int, groupSize: Int) -> [Float] {
  (0..<count).map { place in
    let byte = row.bytes[place / 2]
    let field = Int(place % 2 == 0 ? byte & 15 : byte >> 4)
    let integer = field > 7 ? field - 16 : field
    return Float(integer) * row.scales[0]
  }
}

/// The bits that a weight takes, its part of the scale included.
///
/// - Parameters:
///   - bits: of an integer.
///   - groupSize: the weights that share a scale.
///   - scaleBits: of a scale.
func bitsPerWeight(bits: Int, groupSize: Int, scaleBits: Int) -> Double {
  Double(bits) + Double(scaleBits) / Double(groupSize)
}
