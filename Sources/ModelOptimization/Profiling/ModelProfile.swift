/// Where the time of a model goes, operator by operator, and how near each comes to what the
/// machine can do.
public struct ModelProfile: Equatable, Sendable {
  /// The examples in a call.
  public let batch: Int
  /// The threads that shared the work.
  public let threads: Int
  /// Whole calls, measured without looking at operators.
  public let latency: Latency
  /// The operators in the order in which they run.
  public let operators: [OperatorProfile]
  /// What the machine can do with as many threads.
  public let roofline: Roofline

  /// Answers a second, when one call follows the other.
  public var throughput: Double { latency.throughput(batch: batch) }
}

/// What one operator did in one call.
public struct OperatorProfile: Equatable, Sendable {
  /// The places of its layers in the model, and what they are.
  public let name: String
  /// The kernel that runs it: `convolution`, `dense` and so on.
  public let kind: String
  /// The shape of its output without the batch.
  public let outputShape: [Int]
  /// The multiplications, each with its addition, of the whole batch.
  public let multiplyAccumulates: Int
  /// The floating-point operations of the whole batch; biases and activations are counted.
  public let floatingPointOperations: Int
  /// The bytes that must move at least: each weight once, each activation of the batch once in and
  /// once out.
  public let bytesMoved: Int
  /// The times of the calls. Where threads worked on different examples side by side, each is the
  /// operator's part of the whole call.
  public let latency: Latency
  /// Its part of the time of all operators, from 0 to 1.
  public let share: Double
  /// The time below which the machine cannot do it.
  ///
  ///     shortest time = max(operations / peak,
  ///       weight bytes / bandwidth of the weights + activation bytes / bandwidth of activations)
  ///
  /// The weights come from the nearest level that holds those of the whole model, for between two
  /// calls all of them pass; the activations of one example come from the nearest that holds them.
  public let shortestTime: Duration

  /// Operations for each byte moved; zero where none is done.
  public var arithmeticIntensity: Double {
    bytesMoved == 0 ? 0 : Double(floatingPointOperations) / Double(bytesMoved)
  }

  /// 10⁹ floating-point operations a second.
  public var gigaFLOPs: Double { rate(over: latency.median) }

  /// 10⁹ floating-point operations a second that the machine allows at most.
  public var attainableGigaFLOPs: Double { rate(over: shortestTime) }

  /// How near it comes to what the machine allows: the shortest time by the median time.
  ///
  /// It may be above 1: `excess` says why.
  public var shareOfAttainable: Double {
    latency.median == .zero ? 0 : shortestTime / latency.median
  }

  private func rate(over time: Duration) -> Double {
    time == .zero ? 0 : Double(floatingPointOperations) / (time / .nanoseconds(1))
  }
}

extension OperatorProfile {
  /// What lets an operator do more than the roof allows.
  public enum Excess: Hashable, Sendable, CaseIterable {
    /// The roof is that of floats, and integers of 8 bits are multiplied several times as fast.
    case integers
    /// Winograd's algorithm, by which a convolution may run, gets by with fewer multiplications than
    /// are counted.
    case winograd
    /// Zeros are counted as well, and not multiplied.
    case zeros
    /// Part of the data lay in a nearer level than all of it fits into.
    case nearness
  }

  /// Why `shareOfAttainable` is above 1; nil where it is not.
  public var excess: Excess? {
    guard shareOfAttainable > 1 else { return nil }
    if kind.contains("sparse") { return .zeros }
    if kind.hasPrefix("integer") || kind.hasPrefix("dynamic integer") { return .integers }
    return kind == "convolution" ? .winograd : .nearness
  }
}
