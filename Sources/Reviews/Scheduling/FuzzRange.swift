/// The days an interval may be moved to, so that cards learned together drift apart.
///
/// δ = 1 + 0.15·|ivl ∩ [2.5, 7]| + 0.10·|ivl ∩ [7, 20]| + 0.05·|ivl ∩ [20, ∞)|; the range runs
/// from max(2, round(ivl − δ)) to min(round(ivl + δ), maximum). Intervals under 2.5 days stay.
///
/// The range is that of PyPI `fsrs` 6.3.2. The draw differs in two ways: the reference rounds,
/// and so can leave the range by a day, where this takes the floor; and the reference draws from
/// an unseeded generator, where this draws from the card's id and its number of answers, so that
/// the log computed again gives the same days.
public struct FuzzRange: Sendable, Hashable {
  /// The shortest and longest interval, in days.
  public let days: ClosedRange<Int>

  /// The range around an interval.
  ///
  /// - Parameters:
  ///   - interval: days, at least 1.
  ///   - maximum: the longest interval allowed, days.
  public init(interval: Int, maximum: Int) {
    let center = Double(interval)
    guard center >= 2.5 else {
      days = interval...interval
      return
    }
    let bands: [(start: Double, end: Double, factor: Double)] = [
      (2.5, 7, 0.15), (7, 20, 0.1), (20, .infinity, 0.05),
    ]
    let spread = bands.reduce(1.0) { sum, band in
      sum + band.factor * max(min(center, band.end) - band.start, 0)
    }
    let longest = min(Int((center + spread).rounded(.toNearestOrEven)), maximum)
    let shortest = max(2, Int((center - spread).rounded(.toNearestOrEven)))
    days = min(shortest, longest)...longest
  }

  /// One interval of the range, each equally likely for a uniform `unit`.
  ///
  /// - Parameter unit: a number in [0, 1).
  /// - Returns: days.
  public func draw(_ unit: Double) -> Int {
    precondition((0..<1).contains(unit), "a draw takes a number from 0 up to, not including, 1")
    let offset = Int((unit * Double(days.count)).rounded(.down))
    return min(days.lowerBound + offset, days.upperBound)
  }

  /// A number in [0, 1) that depends on nothing but the card and its number of answers.
  ///
  /// FNV-1a over both, stirred by the last step of SplitMix64; `Hasher` is seeded anew in every
  /// process and would give other days tomorrow.
  public static func unit(card: String, reviews: Int) -> Double {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    card.utf8.forEach(take)
    let count = UInt64(bitPattern: Int64(reviews))
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      take(UInt8(truncatingIfNeeded: count >> shift))
    }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    hash ^= hash >> 31
    return Double(hash >> 11) * 0x1p-53
  }
}
