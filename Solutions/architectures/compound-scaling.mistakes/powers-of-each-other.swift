import ModelOptimization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let (alpha, beta, gamma) = (1.2, 1.1, 1.15)

func roundedChannels(_ wanted: Double) -> Int {
  let nearest = max(8, 8 * Int((wanted / 8).rounded()))
  return Double(nearest) < 0.9 * wanted ? nearest + 8 : nearest
}

func scaled(_ base: ConvolutionalArchitecture, by phi: Double) -> ConvolutionalArchitecture {
  var result = base
  let side = (Double(base.side) * pow(beta, phi)).rounded()
  result.side = max(1 << base.stages.count, Int(side))
  for (index, stage) in base.stages.enumerated() {
    // A little less, so that 1.2 / 1.2 is one block and not two.
    let blocks = (Double(stage.blocks) * pow(alpha, phi) - 1e-9).rounded(.up)
    result.stages[index].blocks = Int(blocks)
    result.stages[index].channels = roundedChannels(Double(stage.channels) * pow(gamma, phi))
  }
  return result
}

func largestScale(of base: ConvolutionalArchitecture, within limit: Int) -> Double? {
  for tenths in stride(from: 50, through: -50, by: -1) {
    let phi = Double(tenths) / 10
    if scaled(base, by: phi).multiplyAccumulates <= limit { return phi }
  }
  return nil
}
