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
  // TODO: a scale for each group, then two integers a byte.
  return PackedRow(bytes: [], scales: [])
}

/// The weights that come back.
///
/// - Parameters:
///   - row: as `packed` made it.
///   - count: of the weights.
///   - groupSize: as it was packed with.
func unpacked(_ row: PackedRow, count: Int, groupSize: Int) -> [Float] {
  // TODO: take the bytes apart, and mind the sign.
  return []
}

/// The bits that a weight takes, its part of the scale included.
///
/// - Parameters:
///   - bits: of an integer.
///   - groupSize: the weights that share a scale.
///   - scaleBits: of a scale.
func bitsPerWeight(bits: Int, groupSize: Int, scaleBits: Int) -> Double {
  // TODO: a scale is shared by a group.
  return 0
}
