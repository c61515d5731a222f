#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A network made larger, or smaller, in depth, width and resolution together.
///
///     blocks · α^φ,   channels · β^φ,   side · γ^φ,   with α · β² · γ² ≈ 2
///
/// Multiply-accumulates grow in proportion to depth, to the square of width and to the square of
/// resolution, so that each step of φ about doubles them. One of the three alone soon stops
/// helping: a deep network of few channels, or a wide one that sees few pixels.
///
/// Blocks are rounded up, channels to multiples of 8 but never below nine tenths, as in the
/// original; the side to the nearest pixel.
///
/// Source: Tan and Le, "EfficientNet", 2019, arXiv:1905.11946, equation 3; α, β and γ from
/// section 4.
public struct CompoundScaling: Equatable, Sendable {
  /// α, the growth of depth.
  public let depth: Double
  /// β, the growth of width.
  public let width: Double
  /// γ, the growth of resolution.
  public let resolution: Double

  /// Creates a rule; each number is at least 1, and one of them more.
  ///
  /// - Parameters:
  ///   - depth: α.
  ///   - width: β.
  ///   - resolution: γ.
  public init(depth: Double = 1.2, width: Double = 1.1, resolution: Double = 1.15) {
    require(
      depth >= 1 && width >= 1 && resolution >= 1 && depth * width * resolution > 1
        && (depth * width * resolution).isFinite,
      "Depth, width and resolution grow by at least 1, and one of them by more; they were "
        + "\(depth), \(width) and \(resolution).")
    (self.depth, self.width, self.resolution) = (depth, width, resolution)
  }

  /// How much the multiply-accumulates grow with each step of φ, before rounding.
  public var costFactor: Double { depth * width * width * resolution * resolution }

  /// An architecture scaled by φ: 0 leaves it (but for rounding) as it is, 1 about doubles its
  /// cost, -1 about halves it.
  public func scaled(
    _ base: ConvolutionalArchitecture, by phi: Double
  ) -> ConvolutionalArchitecture {
    var result = base
    result.side = max(
      1 << base.stages.count, Int((Double(base.side) * pow(resolution, phi)).rounded()))
    for index in base.stages.indices {
      let stage = base.stages[index]
      // A little less, so that 1.2 / 1.2 is one block and not two.
      result.stages[index].blocks = max(
        1, Int((Double(stage.blocks) * pow(depth, phi) - 1e-9).rounded(.up)))
      result.stages[index].channels = Self.channels(Double(stage.channels) * pow(width, phi))
    }
    return result
  }

  /// The largest architecture of this rule that a budget allows.
  ///
  /// - Parameters:
  ///   - base: what is scaled, up or down.
  ///   - budget: the most multiply-accumulates of one image.
  /// - Returns: φ in hundredths, from -10 to 10, and the architecture.
  /// - Throws: `ArchitectureError.limitNotMet`.
  public func largest(
    _ base: ConvolutionalArchitecture, within budget: Int
  ) throws(ArchitectureError) -> (phi: Double, architecture: ConvolutionalArchitecture) {
    for hundredths in stride(from: 1000, through: -1000, by: -1) {
      let phi = Double(hundredths) / 100
      let candidate = scaled(base, by: phi)
      if candidate.multiplyAccumulates <= budget { return (phi, candidate) }
    }
    throw .limitNotMet(
      limit: Double(budget), smallest: Double(scaled(base, by: -10).multiplyAccumulates))
  }

  /// Multiples of 8, at least 8, and never less than nine tenths of what was asked for.
  private static func channels(_ wanted: Double) -> Int {
    let nearest = max(8, Int(wanted + 4) / 8 * 8)
    return Double(nearest) < 0.9 * wanted ? nearest + 8 : nearest
  }
}
