import ModelOptimization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How much blocks, channels and pixels grow with each step.
let (alpha, beta, gamma) = (1.2, 1.1, 1.15)

func roundedChannels(_ wanted: Double) -> Int {
  let (below, above) = (Int(wanted) / 8 * 8, Int(wanted) / 8 * 8 + 8)
  let isNearer = wanted - Double(below) < Double(above) - wanted
  return isNearer && Double(below) >= 0.9 * wanted && below > 0 ? below : above
}

func scaled(_ base: ConvolutionalArchitecture, by phi: Double) -> ConvolutionalArchitecture {
  let (deeper, wider, sharper) = (pow(alpha, phi), pow(beta, phi), pow(gamma, phi))
  let smallest = base.stages.reduce(1) { side, _ in 2 * side }
  let stages = base.stages.map { stage in
    let exact = Double(stage.blocks) * deeper
    let isWhole = abs(exact - exact.rounded()) < 1e-9
    return ConvolutionalArchitecture.Stage(
      stage.kind, channels: roundedChannels(Double(stage.channels) * wider),
      blocks: Int(isWhole ? exact.rounded() : exact + 1))
  }
  let side = Int(Double(base.side) * sharper + 0.5)
  return ConvolutionalArchitecture(
    side: side < smallest ? smallest : side, stages: stages, classes: base.classes)
}

// From below: the last step that fits. No step costs less than the one before it.
func largestScale(of base: ConvolutionalArchitecture, within limit: Int) -> Double? {
  (-50...50).map { Double($0) / 10 }
    .last { phi in scaled(base, by: phi).multiplyAccumulates <= limit }
}
