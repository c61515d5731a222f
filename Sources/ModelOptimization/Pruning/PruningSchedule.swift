/// How the sparsity rises while a network is trained.
///
///     s(t) = target + (initial - target) · (1 - (t - begin) / (end - begin))³
///
/// Many weights go at first, while there are many that nobody misses, and fewer and fewer later,
/// so that the network can recover. Each s(t) is a share of the dense network: amounts do not
/// compound.
///
/// Source: Zhu and Gupta, "To prune, or not to prune", 2017, arXiv:1710.01878, equation 1.
public struct PruningSchedule: Equatable, Sendable {
  /// The sparsity from `begin` on, in `0..<1`.
  public let initial: Double
  /// The sparsity from `end` on, in `0..<1`.
  public let target: Double
  /// The share of all steps after which pruning begins, from 0 to 1.
  public let begin: Double
  /// The share of all steps after which the target is reached.
  public let end: Double
  /// The steps between two prunings, which the network has to recover.
  public let interval: Int

  /// Creates a schedule.
  ///
  /// - Parameters:
  ///   - target: the sparsity at the end, in `0..<1`.
  ///   - initial: the sparsity at the beginning, in `0..<1`.
  ///   - begin: the share of all steps after which pruning begins.
  ///   - end: the share of all steps after which the target is reached.
  ///   - interval: the steps between two prunings; at least 1.
  /// - Throws: `PruningError.sparsityOutOfRange`, `.invalidSchedule`.
  public init(
    target: Double, initial: Double = 0, begin: Double = 0, end: Double = 0.5, interval: Int = 25
  ) throws {
    try checkSparsity(target)
    try checkSparsity(initial)
    guard begin >= 0, begin < end, end <= 1, interval >= 1 else {
      throw PruningError.invalidSchedule(begin: begin, end: end, interval: interval)
    }
    self.initial = initial
    self.target = target
    self.begin = begin
    self.end = end
    self.interval = interval
  }

  /// The sparsity after a share of all steps, from 0 to 1; nil before pruning begins.
  public func sparsity(at progress: Double) -> Double? {
    guard progress >= begin else { return nil }
    let left = 1 - min(1, (progress - begin) / (end - begin))
    return target + (initial - target) * left * left * left
  }

  /// The sparsity that holds after a step, pruning being done every `interval` steps and once when
  /// the end is reached; nil before pruning begins.
  ///
  /// - Parameters:
  ///   - step: the steps that are done.
  ///   - steps: those of the whole training; at least 1.
  public func sparsity(after step: Int, of steps: Int) -> Double? {
    sparsity(at: Double(lastPruning(at: step, of: steps)) / Double(steps))
  }

  /// Whether the target has been reached.
  public func isSettled(after step: Int, of steps: Int) -> Bool { step >= lastStep(of: steps) }

  /// Whether weights are removed after this very step.
  func prunes(after step: Int, of steps: Int) -> Bool {
    lastPruning(at: step, of: steps) == step
  }

  /// The step after which weights were last removed.
  private func lastPruning(at step: Int, of steps: Int) -> Int {
    let last = lastStep(of: steps)
    return step >= last ? last : step / interval * interval
  }

  /// The step after which the target holds.
  private func lastStep(of steps: Int) -> Int { Int((end * Double(steps)).rounded(.up)) }
}

extension PruningSchedule: CustomStringConvertible {
  /// The schedule in words, as a checkpoint keeps it.
  public var description: String {
    "cubic from \(initial) to \(target) between \(begin) and \(end) of the steps, every \(interval)"
  }
}
