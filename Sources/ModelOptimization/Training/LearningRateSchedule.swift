#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the learning rate changes in the course of training.
public enum LearningRateSchedule: Equatable, Sendable {
  /// It stays as it is.
  case constant
  /// It falls along half a cosine from its full value to zero: first steps explore, last ones
  /// settle.
  ///
  /// Source: Loshchilov and Hutter, "SGDR", 2017, arXiv:1608.03983, equation 5 without restarts.
  case cosine

  /// What the learning rate is multiplied by.
  ///
  /// - Parameter progress: the share of all steps that are done, from 0 to 1.
  public func factor(at progress: Float) -> Float {
    switch self {
    case .constant: 1
    case .cosine: (1 + cos(.pi * progress)) / 2
    }
  }
}
