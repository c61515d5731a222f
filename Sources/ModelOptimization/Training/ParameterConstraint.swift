/// What the parameters of a network must obey while it learns, such as zeros that stay zeros.
///
/// The optimizer moves the parameters as if there were no constraint; after each step the
/// constraint brings them back to where they may be (a projected gradient step).
public protocol ParameterConstraint: Sendable {
  /// The constraint and all its settings in words. A checkpoint keeps them, and a run is resumed
  /// with the same words only.
  var name: String { get }

  /// What the constraint remembers from step to step, such as masks: a checkpoint keeps it, so
  /// that a run that was stopped goes on as if it had not been. Empty for most.
  ///
  /// From the first `apply` on it has always the same number of tensors, of the same shapes, and
  /// all their elements are finite.
  var state: [Tensor] { get set }

  /// Changes parameters to what they may be; called before the first step and after each one.
  ///
  /// - Parameters:
  ///   - parameters: the parameters of the network, in the same order and shapes every time.
  ///   - names: the name of each, such as "3.weight".
  ///   - step: the steps that are done: 0 before the first.
  ///   - steps: the steps of the whole run.
  mutating func apply(
    to parameters: inout [Tensor], names: [String], step: Int, of steps: Int)

  /// Whether the constraint holds in full after a step. An epoch competes for the best one only
  /// where it does: a network that is to lose nine tenths of its weights must not win with half
  /// of them. After the last step it is true.
  func isSettled(step: Int, of steps: Int) -> Bool
}

extension ParameterConstraint {
  /// Nothing.
  public var state: [Tensor] {
    get { [] }
    set { require(newValue.isEmpty, "\(Self.self) remembers nothing.") }
  }

  /// Always.
  public func isSettled(step: Int, of steps: Int) -> Bool { true }
}

/// Parameters may be anything.
public struct NoConstraint: ParameterConstraint, Equatable {
  /// Creates the constraint; there is nothing to set.
  public init() {}

  /// "none".
  public var name: String { "none" }

  /// Changes nothing.
  public func apply(
    to parameters: inout [Tensor], names: [String], step: Int, of steps: Int
  ) {}
}
