import ModelOptimization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much blocks, channels and pixels grow with each step.
let (alpha, beta, gamma) = (1.2, 1.1, 1.15)

/// A number of channels that hardware likes: the multiple of 8 that is nearest to what is wanted
/// (the larger one where two are as near), but at least 8, and the next one above where the
/// nearest has less than nine tenths of what is wanted.
func roundedChannels(_ wanted: Double) -> Int {
  // TODO: round, then look whether too much was lost.
  return Int(wanted)
}

/// An architecture scaled in depth, width and resolution together.
///
/// Blocks are rounded up, the side to the nearest pixel; there is a pixel left behind the last of
/// the poolings, each of which halves the side and rounds down.
func scaled(_ base: ConvolutionalArchitecture, by phi: Double) -> ConvolutionalArchitecture {
  // TODO: the side, and each stage's blocks and channels. `pow(alpha, phi)` is a power.
  return base
}

/// The largest of the steps 5, 4.9, 4.8 … −5 whose network keeps a limit of multiply-accumulates;
/// nil where none does.
func largestScale(of base: ConvolutionalArchitecture, within limit: Int) -> Double? {
  // TODO: rounding breaks every formula: try and count.
  return nil
}
