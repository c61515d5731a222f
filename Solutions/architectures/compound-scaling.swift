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
  let nearest = max(8, 8 * Int((wanted / 8).rounded()))
  return Double(nearest) < 0.9 * wanted ? nearest + 8 : nearest
}

/// An architecture scaled in depth, width and resolution together.
///
/// Blocks are rounded up, the side to the nearest pixel; there is a pixel left behind the last of
/// the poolings, each of which halves the side and rounds down.
func scaled(_ base: ConvolutionalArchitecture, by phi: Double) -> ConvolutionalArchitecture {
  var result = base
  let side = (Double(base.side) * pow(gamma, phi)).rounded()
  result.side = max(1 << base.stages.count, Int(side))
  for (index, stage) in base.stages.enumerated() {
    // A little less, so that 1.2 / 1.2 is one block and not two.
    let blocks = (Double(stage.blocks) * pow(alpha, phi) - 1e-9).rounded(.up)
    result.stages[index].blocks = Int(blocks)
    result.stages[index].channels = roundedChannels(Double(stage.channels) * pow(beta, phi))
  }
  return result
}

/// The largest of the steps 5, 4.9, 4.8 … −5 whose network keeps a limit of multiply-accumulates;
/// nil where none does.
func largestScale(of base: ConvolutionalArchitecture, within limit: Int) -> Double? {
  for tenths in stride(from: 50, through: -50, by: -1) {
    let phi = Double(tenths) / 10
    if scaled(base, by: phi).multiplyAccumulates <= limit { return phi }
  }
  return nil
}
