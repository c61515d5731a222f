/// How many numbers fell into each of many narrow bins.
///
/// The bins are equally wide, a power of two, and one of them begins at 0: bin i holds the numbers
/// from i · width up to (i + 1) · width. When the numbers reach further than there are bins, pairs
/// of bins are made one and the width doubles. So the counts depend on the numbers alone, and not
/// on the order or the batches in which they came.
public struct Histogram: Equatable, Sendable {
  /// The bins that the numbers between the least and the largest take at most.
  public let largestBinCount: Int
  /// The width of a bin; nil before the first number.
  public private(set) var width: Double?
  /// The number of the first bin; negative where numbers are.
  public private(set) var firstBin = 0
  /// The numbers in each bin from the first one on.
  public private(set) var counts: [Int] = []
  /// The range of all numbers; nil before the first one.
  public private(set) var range: ClosedRange<Float>?

  /// Creates a histogram without numbers.
  ///
  /// - Parameter largestBinCount: even, and at least 2; at least half of them are used.
  public init(largestBinCount: Int = 4096) {
    require(
      largestBinCount >= 2 && largestBinCount.isMultiple(of: 2),
      "A histogram has an even number of bins; \(largestBinCount) were asked for.")
    self.largestBinCount = largestBinCount
  }

  /// Counts numbers.
  ///
  /// - Throws: `QuantizationError.notFinite`; nothing is counted then.
  public mutating func add(_ values: Tensor) throws(QuantizationError) {
    guard let new = try values.finiteRange() else { return }
    let range =
      self.range.map { old in
        min(old.lowerBound, new.lowerBound)...max(old.upperBound, new.upperBound)
      } ?? new
    self.range = range
    let width = widen(toHold: range)
    // A power of two has an exact inverse.
    let (inverse, first) = (1 / width, firstBin)
    values.withElements { elements in
      counts.withUnsafeMutableBufferPointer { counts in
        for index in 0..<values.count {
          let bin = Int((Double(elements[index]) * inverse).rounded(.down))
          counts[bin - first] += 1
        }
      }
    }
  }

  /// The middle of a bin, by its place in `counts`.
  public func middle(of place: Int) -> Float {
    Float((Double(firstBin + place) + 0.5) * (width ?? 0))
  }

  /// Of each distance from 0, in bins, how many numbers are there: both sides together.
  public var magnitudes: [Int] {
    var result = [Int](repeating: 0, count: max(-firstBin, firstBin + counts.count))
    for (place, count) in counts.enumerated() {
      let bin = firstBin + place
      // Bin -1 lies as far from 0 as bin 0.
      result[bin >= 0 ? bin : -1 - bin] += count
    }
    return result
  }

  /// The number below which a share of all numbers lies, taken evenly within its bin.
  ///
  /// - Parameter share: 0 to 1. Below the least number lie none, below the largest all.
  func quantile(_ share: Double) -> Float? {
    guard let range, let width else { return nil }
    let target = share * Double(counts.reduce(0, +))
    var below = 0
    for (place, count) in counts.enumerated() where count > 0 {
      if Double(below + count) >= target {
        let part = (target - Double(below)) / Double(count)
        let quantile = Float((Double(firstBin + place) + part) * width)
        return min(max(quantile, range.lowerBound), range.upperBound)
      }
      below += count
    }
    return range.upperBound
  }

  /// Makes bins for a range and for 0, and says how wide they are.
  private mutating func widen(toHold range: ClosedRange<Float>) -> Double {
    let (least, largest) = (Double(min(range.lowerBound, 0)), Double(max(range.upperBound, 0)))
    // All zeros need a width too. It is narrower than any that is needed later.
    let reach = max(largest - least, Double(Float.leastNonzeroMagnitude))
    let narrowest = Double(
      sign: .plus, exponent: (reach / Double(largestBinCount)).exponent, significand: 1)
    var width = width ?? narrowest
    var doublings = 0
    func bin(_ number: Double) -> Double { (number / width).rounded(.down) }
    while bin(largest) - bin(least) >= Double(largestBinCount) {
      width *= 2
      doublings += 1
    }
    merge(doublings: doublings, into: Int(bin(least))...Int(bin(largest)))
    self.width = width
    return width
  }

  private mutating func merge(doublings: Int, into bins: ClosedRange<Int>) {
    var merged = [Int](repeating: 0, count: bins.count)
    for (place, count) in counts.enumerated() where count > 0 {
      // Shifting rounds down, as bins do.
      merged[((firstBin + place) >> doublings) - bins.lowerBound] += count
    }
    (counts, firstBin) = (merged, bins.lowerBound)
  }
}
