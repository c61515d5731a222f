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
  let groups = (weights.count + groupSize - 1) / groupSize
  let scales = (0..<groups).map { group -> Float in
    let members = weights.dropFirst(group * groupSize).prefix(groupSize)
    let largest = members.reduce(0) { max($0, $1.magnitude) }
    return largest > 0 ? largest / 7 : 1
  }
  var bytes = [UInt8](repeating: 0, count: (weights.count + 1) / 2)
  for (place, weight) in weights.enumerated() {
    let steps = Int8((weight / scales[place / groupSize]).rounded(.toNearestOrEven))
    let field = UInt8(bitPattern: steps) % 16
    bytes[place / 2] |= place.isMultiple(of: 2) ? field : field * 16
  }
  return PackedRow(bytes: bytes, scales: scales)
}

/// The weights that come back.
///
/// - Parameters:
///   - row: as `packed` made it.
///   - count: of the weights.
///   - groupSize: as it was packed with.
func unpacked(_ row: PackedRow, count: Int, groupSize: Int) -> [Float] {
  var weights: [Float] = []
  for byte in row.bytes {
    // Moved to the top and back, the fourth bit becomes the sign.
    let halves = [Int8(bitPattern: byte << 4) >> 4, Int8(bitPattern: byte) >> 4]
    for half in halves where weights.count < count {
      weights.append(row.scales[weights.count / groupSize] * Float(half))
    }
  }
  return weights
}

/// The bits that a weight takes, its part of the scale included.
///
/// - Parameters:
///   - bits: of an integer.
///   - groupSize: the weights that share a scale.
///   - scaleBits: of a scale.
func bitsPerWeight(bits: Int, groupSize: Int, scaleBits: Int) -> Double {
  Double(bits * groupSize + scaleBits) / Double(groupSize)
}
