/// What a loss is multiplied by, so that its gradients do not vanish in FP16.
///
/// Multiplying the loss multiplies every gradient; the optimizer gets them divided by the same
/// number. As the right number changes in the course of training, it is found by trying: after
/// many good steps it is doubled, and when a gradient overflows, the step is left out and the
/// number halved. A power of two changes no digit of a gradient.
///
/// Source: Micikevicius et al., "Mixed Precision Training", 2018, arXiv:1710.03740, section 3.2;
/// the numbers are those of PyTorch's `GradScaler`.
public struct LossScale: Equatable, Sendable {
  /// What the loss is multiplied by, a power of two.
  public private(set) var value: Float
  /// The good steps after which `value` is doubled.
  public let growthInterval: Int
  /// The good steps since `value` changed.
  public private(set) var goodSteps: Int
  /// The steps that were left out so far.
  public private(set) var skippedSteps: Int

  /// The smallest scale: gradients that overflow even with this one are no matter of scale.
  static let minimum: Float = 0x1p-14

  /// Creates a loss scale.
  ///
  /// - Parameters:
  ///   - value: to begin with; a power of two.
  ///   - growthInterval: the good steps after which it is doubled; at least 1.
  public init(_ value: Float = 65536, growthInterval: Int = 2000) {
    self.init(value, growthInterval: growthInterval, goodSteps: 0, skippedSteps: 0)
  }

  init(_ value: Float, growthInterval: Int, goodSteps: Int, skippedSteps: Int) {
    require(
      value > 0 && value.isFinite && value.significand == 1,
      "A loss scale is a power of two; \(value) was given.")
    require(growthInterval >= 1, "A loss scale grows after 1 step or more, not \(growthInterval).")
    self.value = value
    self.growthInterval = growthInterval
    self.goodSteps = goodSteps
    self.skippedSteps = skippedSteps
  }

  /// Takes note of a step.
  ///
  /// - Parameter overflowed: whether a gradient was infinite or NaN, and the step left out.
  public mutating func update(overflowed: Bool) {
    if overflowed {
      value /= 2
      goodSteps = 0
      skippedSteps += 1
      return
    }
    goodSteps += 1
    if goodSteps >= growthInterval {
      // Beyond this no 32-bit float could hold a scaled loss.
      if value < 0x1p100 { value *= 2 }
      goodSteps = 0
    }
  }
}
