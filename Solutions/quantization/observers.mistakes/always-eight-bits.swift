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
  let values = batches.flatMap { $0 }
  return ValueRange(least: values.min() ?? 0, largest: values.max() ?? 0)
}

/// Moving averages of each batch's least and largest number.
///
///     least ← least + momentum · (batch's least - least)        the largest likewise
///
/// - Parameters:
///   - batches: one at least, none of them empty; the first one sets the range.
///   - momentum: the share of a new batch.
func movingAverageRange(of batches: [[Float]], momentum: Float) -> ValueRange {
  var range = minMaxRange(of: [batches[0]])
  for batch in batches.dropFirst() {
    let new = minMaxRange(of: [batch])
    range.least += momentum * (new.least - range.least)
    range.largest += momentum * (new.largest - range.largest)
  }
  return range
}

/// The range of all numbers but those that lie furthest out.
///
/// - Parameters:
///   - values: one at least.
///   - percentage: of the numbers that are kept. Of the others, half go from each end, rounded down.
func percentileRange(of values: [Float], percentage: Double) -> ValueRange {
  let sorted = values.sorted()
  let outside = Int(Double(sorted.count) * (100 - percentage) / 200)
  return ValueRange(least: sorted[outside], largest: sorted[sorted.count - 1 - outside])
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
  let largest = values.map { abs($0) }.max() ?? 0
  let top: Float = 127
  var best = (end: largest, error: Double.infinity)
  for part in 1...100 {
    let end = largest * Float(part) / 100
    let scale = end / top
    var error = 0.0
    for value in values {
      let steps = min(max((value / scale).rounded(), -top), top)
      let difference = Double(value - steps * scale)
      error += difference * difference
    }
    if error < best.error { best = (end, error) }
  }
  return best.end
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
  let width = bins / levels
  let all = Double(counts.reduce(0, +))
  let kept = Double(counts.prefix(bins).reduce(0, +))
  var sum = 0.0
  for bin in 0..<bins {
    let beyond = bin == bins - 1 ? all - kept : 0
    let p = (Double(counts[bin]) + beyond) / all
    if p == 0 { continue }
    if counts[bin] == 0 { return .infinity }
    let start = bin / width * width
    let stretch = counts[start..<start + width]
    let filled = stretch.filter { $0 > 0 }.count
    let q = Double(stretch.reduce(0, +)) / Double(filled) / kept
    sum += p * log(p / q)
  }
  return sum
}
