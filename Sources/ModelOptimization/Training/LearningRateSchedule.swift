#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the learning rate changes in the course of training.
public indirect enum LearningRateSchedule: Equatable, Sendable {
  /// It stays as it is.
  case constant
  /// It is multiplied by `factor` at `count` times, which cut the training into equal parts.
  case steps(count: Int, factor: Float)
  /// It falls along half a cosine from its full value to zero: first steps explore, last ones
  /// settle.
  ///
  /// Source: Loshchilov and Hutter, "SGDR", 2017, arXiv:1608.03983, equation 5 without restarts.
  case cosine
  /// It rises in a straight line from zero for a share of all steps, from 0 to 1, and then changes
  /// as another schedule says: the averages of an optimizer and of a batch norm need some steps
  /// before large ones are safe.
  ///
  /// Source: Goyal et al., "Accurate, Large Minibatch SGD", 2017, arXiv:1706.02677, section 2.2.
  case warmUp(share: Float, then: LearningRateSchedule)

  /// What the learning rate is multiplied by.
  ///
  /// - Parameter progress: the share of all steps that are done, from 0 to 1.
  public func factor(at progress: Float) -> Float {
    switch self {
    case .constant: 1
    case .steps(let count, let factor):
      pow(factor, min(Float(count), (progress * Float(count + 1)).rounded(.down)))
    case .cosine: (1 + cos(.pi * progress)) / 2
    case .warmUp(let share, let next):
      progress < share
        ? progress / share
        : next.factor(at: share < 1 ? (progress - share) / (1 - share) : 1)
    }
  }
}

extension LearningRateSchedule: CustomStringConvertible {
  /// The schedule in words, as it is recorded beside the weights: `cosine`.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .steps(let count, let factor): "\(count) steps by \(factor)"
    case .cosine: "cosine"
    case .warmUp(let share, let next): "warm-up over \(share), then \(next)"
    }
  }
}
