import ModelOptimization

/// Numbers of 8 bits, the same for the same seed.
func madeUpBytes<Number: FixedWidthInteger>(
  _ count: Int, seed: UInt64, as _: Number.Type = Number.self
) -> [Number] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in Number(truncatingIfNeeded: generator.next() >> 32) }
}

/// A requantization whose scales spread the results of sums of `inner` products over the bytes,
/// and beyond.
func madeUpRequantization(
  columns: Int, inner: Int, seed: UInt64, zeroPoint: UInt8 = 77, range: ClosedRange<UInt8> = 0...255
) -> Requantization {
  var generator = SplitMix64(seed: seed)
  return Requantization(
    scales: (0..<columns).map { column in
      // A constant column has the scale 0.
      column % 11 == 7
        ? 0 : Double(generator.nextUnit()) / (60 * Double(max(inner, 1)).squareRoot())
    },
    zeroPoint: zeroPoint, range: range)
}

/// Biases of some thousand steps.
func madeUpBias(_ count: Int, seed: UInt64) -> [Int32] {
  madeUpBytes(count, seed: seed, as: Int16.self).map { Int32($0) / 4 }
}
