/// Where the activations of a model lie, and how much memory sharing places saves.
///
/// A value that only neighbouring operators see, which take a few examples at a time, lies in the
/// workspace of a thread; one that is there for the whole batch lies in the arena beside it.
/// Values that are never needed at the same time share a place.
public struct MemoryReport: Equatable, Sendable {
  /// Where a value lies.
  public enum Place: Equatable, Sendable {
    /// In the caller's memory.
    case output
    /// In the arena, for the whole batch; bytes from its start.
    case arena(offset: Int)
    /// In the workspace of a thread, for the examples that it has at hand; bytes from its start.
    case workspace(offset: Int)
  }

  /// What an operator makes.
  public struct Value: Equatable, Sendable {
    /// The name of the operator.
    public let name: String
    /// Bytes of the examples that are there at the same time.
    public let bytes: Int
    /// Where they lie.
    public let place: Place
    /// The operators from the one that makes the value to the last that reads it.
    public let lifetime: ClosedRange<Int>
  }

  /// The values in the order in which they are made.
  public let values: [Value]
  /// Bytes of the one block of memory that holds all values and workspaces.
  public let arenaBytes: Int
  /// The most bytes that are needed at the same time; no block is smaller.
  public let peakBytes: Int
  /// Bytes that operators need beside it, to work in.
  public let scratchBytes: Int
  /// Bytes of all values between operators, if each had memory of its own for the whole batch.
  public let unsharedBytes: Int
}

extension MemoryReport: CustomStringConvertible {
  /// A line for each value, and one for the whole.
  public var description: String {
    let lines = values.map { value in
      let place =
        switch value.place {
        case .output: "output"
        case .arena(let offset): "arena at \(offset)"
        case .workspace(let offset): "workspace at \(offset)"
        }
      return "\(value.name): \(value.bytes) bytes, \(place)"
    }
    return
      (lines + [
        "Arena: \(arenaBytes) bytes; \(peakBytes) needed at the same time; \(unsharedBytes) if "
          + "no value shared its place."
      ]).joined(separator: "\n")
  }
}

extension PreparedModel {
  /// Where a session's activations lie, and what they take.
  ///
  /// - Parameters:
  ///   - maximumBatch: the most examples in a call.
  ///   - threads: how many share the work.
  public func memoryReport(maximumBatch: Int, threads: Int = 1) -> MemoryReport {
    let plan = ExecutionPlan(self, maximumBatch: maximumBatch, threads: threads)
    var reported: [MemoryReport.Value] = []
    var unshared = 0
    for (index, step) in steps.enumerated() {
      let last = steps.lastIndex { $0.inputs.contains(step.output) } ?? index
      let examples: Int
      let place: MemoryReport.Place
      switch plan.places[step.output] {
      case .workspace(let offset):
        let segment = plan.segments.first { $0.steps.contains(index) }
        (examples, place) = (segment?.examplesAtOnce ?? 1, .workspace(offset: offset))
      case .arena(let offset): (examples, place) = (maximumBatch, .arena(offset: offset))
      case .input, .output: (examples, place) = (maximumBatch, .output)
      }
      let bytes = values[step.output].bytes
      if place != .output { unshared += bytes * maximumBatch }
      reported.append(
        MemoryReport.Value(
          name: step.description.name, bytes: bytes * examples, place: place,
          lifetime: index...max(last, index)))
    }
    return MemoryReport(
      values: reported, arenaBytes: plan.arenaBytes, peakBytes: plan.peakBytes,
      scratchBytes: threads * scratchBytes, unsharedBytes: unshared)
  }
}
