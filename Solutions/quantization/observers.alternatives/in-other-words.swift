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
  var range = ValueRange(least: .infinity, largest: -.infinity)
  for value in batches.joined() {
    range.least = min(range.least, value)
    range.largest = max(range.largest, value)
  }
  return range
}

/// Moving averages of each batch's least and largest number.
///
///     least ← least + momentum · (batch's least - least)        the largest likewise
///
/// - Parameters:
///   - batches: one at least, none of them empty; the first one sets the range.
///   - momentum: the share of a new batch.
func movingAverageRange(of batches: [[Float]], momentum: Float) -> ValueRange {
  let ranges = batches.map { minMaxRange(of: [$0]) }
  return ranges.dropFirst().reduce(ranges[0]) { old, new in
    ValueRange(
      least: (1 - momentum) * old.least + momentum * new.least,
      largest: (1 - momentum) * old.largest + momentum * new.largest)
  }
}

/// The range of all numbers but those that lie furthest out.
///
/// - Parameters:
///   - values: one at least.
///   - percentage: of the numbers that are kept. Of the others, half go from each end, rounded down.
func percentileRange(of values: [Float], percentage: Double) -> ValueRange {
  var kept = values.sorted()[...]
  let share = (1 - percentage / 100) / 2
  let each = Int(share * Double(values.count) + 1e-9)
  kept = kept.dropFirst(each).dropLast(each)
  return ValueRange(least: kept.first ?? 0, largest: kept.last ?? 0)
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
  let largest = values.reduce(0) { max($0, $1.magnitude) }
  let ends = (1...100).map { largest * Float($0) / 100 }
  func error(_ end: Float) -> Double {
    let top = Float(1 << (bits - 1) - 1)
    return values.reduce(0) { sum, value in
      let kept = min(max(value, -end), end)
      let back = (kept / end * top).rounded() / top * end
      return sum + Double((back - value) * (back - value))
    }
  }
  return ends.min { error($0) < error($1) } ?? largest
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
  var reference = counts.prefix(bins).map { Double($0) }
  var candidate = reference
  reference[bins - 1] += Double(counts.dropFirst(bins).reduce(0, +))
  for start in stride(from: 0, to: bins, by: bins / levels) {
    let places = (start..<start + bins / levels).filter { candidate[$0] > 0 }
    let total = places.reduce(0) { $0 + candidate[$1] }
    for place in places { candidate[place] = total / Double(places.count) }
  }
  let (all, kept) = (reference.reduce(0, +), candidate.reduce(0, +))
  return zip(reference, candidate).reduce(0) { sum, pair in
    pair.0 > 0 ? sum + pair.0 / all * log(pair.0 / all / (pair.1 / kept)) : sum
  }
}
