import Foundation

/// A range of numbers.
struct ValueRange: Equatable {
  var least: Float
  var largest: Float
}

/// The least and the largest of all numbers.
///
/// - Parameter batches: one at least, none of them empty.
func minMaxRange(of batches: [[Float]]) -> ValueRange {
  // TODO: over all batches.
  return ValueRange(least: 0, largest: 0)
}

/// Moving averages of each batch's least and largest number.
///
///     least ← least + momentum · (batch's least - least)        the largest likewise
///
/// - Parameters:
///   - batches: one at least, none of them empty; the first one sets the range.
///   - momentum: the share of a new batch.
func movingAverageRange(of batches: [[Float]], momentum: Float) -> ValueRange {
  // TODO: the first batch sets the range, each other one moves it.
  return ValueRange(least: 0, largest: 0)
}

/// The range of all numbers but those that lie furthest out.
///
/// - Parameters:
///   - values: one at least.
///   - percentage: of the numbers that are kept. Of the others, half go from each end, rounded down.
func percentileRange(of values: [Float], percentage: Double) -> ValueRange {
  // TODO: sort, and leave a few out at each end.
  return ValueRange(least: 0, largest: 0)
}

/// The end of the symmetric range whose integers are nearest to the numbers.
///
/// Tried are 1/100, 2/100 … of the largest magnitude, each with the scale end / (2^(bits-1) - 1).
/// What lies beyond the end becomes the end.
///
/// - Parameters:
///   - values: at least one that is not 0.
///   - bits: of the integers, 2 or more.
/// - Returns: the end with the least sum of squared errors.
func leastErrorEnd(of values: [Float], bits: Int) -> Float {
  // TODO: try a hundred ends, and add up squares.
  return 0
}

/// How much a threshold changes a distribution: Σ P · log(P / Q) over the bins that are kept.
///
/// P: the kept bins, with all that lies beyond them added to the last one, as shares of the whole.
/// Q: the kept bins alone, cut into `levels` stretches of equal length; within each, the filled bins
/// share its count equally; as shares of what is kept.
///
/// - Parameters:
///   - counts: of each bin, from zero outwards.
///   - bins: how many are kept; a multiple of `levels`.
///   - levels: the integers that stand for the kept bins.
/// - Returns: infinity where P has something in a bin in which Q has nothing.
func divergence(of counts: [Int], keeping bins: Int, levels: Int) -> Double {
  // TODO: P and Q of each bin that is kept.
  return -1
}
