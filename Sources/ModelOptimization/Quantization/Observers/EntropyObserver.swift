#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Takes the range that changes the distribution of the numbers least: that of the smallest
/// Kullback–Leibler divergence between what is there and what integers make of it.
///
/// For each threshold T, reference P holds the numbers up to T, with all that lie further out in
/// its last bin; candidate Q holds the numbers up to T, evened out within each integer's step:
///
///     divergence(T) = Σ over bins of P · log(P / Q)
///
/// Thresholds are distances from zero, on one side or on both. As in NVIDIA's calibrator, the bin
/// at zero is taken to hold as many as its neighbour: after ReLU it holds most numbers of all, and
/// would outweigh the rest.
///
/// Source: Migacz, "8-bit Inference with TensorRT", GTC 2017.
public struct EntropyObserver: RangeObserver, Equatable {
  /// What was seen.
  public private(set) var histogram: Histogram

  /// Creates an observer.
  ///
  /// - Parameter largestBinCount: of the histogram; several times the integers of a format.
  public init(largestBinCount: Int = 4096) {
    histogram = Histogram(largestBinCount: largestBinCount)
  }

  /// Counts the numbers.
  public mutating func observe(_ values: Tensor) throws(QuantizationError) {
    try histogram.add(values)
  }

  /// Those of the range with the smallest divergence.
  public func parameters(
    scheme: QuantizationScheme, format: IntegerFormat
  ) throws(QuantizationError) -> QuantizationParameters {
    guard let range = histogram.range, let width = histogram.width else { throw .noValues }
    let isOneSided = range.lowerBound >= 0 || range.upperBound <= 0
    let levels = 1 << (format.bits - (isOneSided && scheme == .affine ? 0 : 1))
    let bins = Self.threshold(of: histogram.magnitudes, levels: levels)
    let threshold = Float(Double(bins) * width)
    return try QuantizationParameters(
      from: max(range.lowerBound, -threshold), through: min(range.upperBound, threshold),
      scheme: scheme, format: format)
  }

  /// The number of bins below the threshold of the smallest divergence; the largest of several.
  ///
  /// - Parameters:
  ///   - magnitudes: how many numbers lie at each distance from zero.
  ///   - levels: the integers of one side.
  package static func threshold(of magnitudes: [Int], levels: Int) -> Int {
    var counts = magnitudes.map { Double($0) }
    guard counts.count > levels, counts.count > 1 else { return counts.count }
    counts[0] = counts[1]
    var outside = counts[levels...].reduce(0, +)
    var best = (bins: counts.count, divergence: Double.infinity)
    for bins in levels...counts.count {
      let divergence = divergence(counts.prefix(bins), outside: outside, levels: levels)
      if divergence <= best.divergence { best = (bins, divergence) }
      if bins < counts.count { outside -= counts[bins] }
    }
    return best.bins
  }

  /// Σ P · log(P / Q) of the distributions above.
  private static func divergence(
    _ counts: ArraySlice<Double>, outside: Double, levels: Int
  ) -> Double {
    let kept = counts.reduce(0, +)
    guard kept > 0 else { return .infinity }
    var sum = 0.0
    for level in 0..<levels {
      let step = level * counts.count / levels..<(level + 1) * counts.count / levels
      var (total, filled) = (0.0, 0.0)
      for bin in step where counts[bin] > 0 {
        total += counts[bin]
        filled += 1
      }
      for bin in step {
        let p = (counts[bin] + (bin == counts.count - 1 ? outside : 0)) / (kept + outside)
        guard p > 0 else { continue }
        // What lies outside has no place among the candidate's numbers.
        guard counts[bin] > 0 else { return .infinity }
        sum += p * log(p / (total / filled / kept))
      }
    }
    return sum
  }
}
