/// How a session runs the steps of a prepared model, and where their values lie.
///
/// The steps are cut into segments. In a segment of convolutions, a few examples go through all
/// steps before the next ones begin: between two steps there is no more than fits into the cache,
/// and threads take different examples and meet only at the end. A dense layer with many weights
/// takes the whole batch, so that each weight that is read serves many examples.
struct ExecutionPlan: Sendable {
  /// Where a value lies.
  enum Place: Equatable {
    /// In the memory of the caller.
    case input
    case output
    /// In the arena, for the whole batch; bytes from its start.
    case arena(offset: Int)
    /// In the workspace of a thread, for the examples that it has at hand; bytes from its start.
    case workspace(offset: Int)
  }

  /// Neighbouring steps that run together.
  struct Segment: Equatable {
    var steps: Range<Int>
    /// The most examples that go through the steps at once.
    var examplesAtOnce: Int
    /// How many threads have a workspace.
    var workspaces: Int
    /// Bytes of a workspace.
    var workspaceBytes: Int
    /// Where the first workspace lies in the arena, in bytes.
    var offset: Int
  }

  /// The workspace of a thread, with the weights that it reads, should stay in a core's own cache,
  /// which has 512 kilobytes or more on the processors of these years.
  private static let workspaceLimit = 256 * 1024

  private(set) var segments: [Segment]
  /// The place of each value.
  private(set) var places: [Place]
  /// The bytes of the arena.
  private(set) var arenaBytes = 0
  /// The most bytes that are needed at the same time.
  private(set) var peakBytes = 0

  init(_ model: PreparedModel, maximumBatch: Int, threads: Int) {
    segments = Self.segments(of: model, maximumBatch: maximumBatch, threads: threads)
    places = [Place](repeating: .input, count: model.values.count)
    let lastReader = Self.lastReaders(in: model)
    placeInWorkspaces(model, lastReader)
    placeInArena(model, lastReader, maximumBatch: maximumBatch)
  }

  private static func segments(
    of model: PreparedModel, maximumBatch: Int, threads: Int
  ) -> [Segment] {
    var segments: [Segment] = []
    var groupings: [ModelStep.Grouping] = []
    for (index, step) in model.steps.enumerated() {
      if let last = groupings.last, step.grouping == .any || last == .any || last == step.grouping {
        segments[segments.count - 1].steps =
          segments[segments.count - 1].steps.lowerBound..<index + 1
        if last == .any { groupings[groupings.count - 1] = step.grouping }
      } else {
        segments.append(
          Segment(
            steps: index..<index + 1, examplesAtOnce: maximumBatch, workspaces: 1,
            workspaceBytes: 0, offset: 0))
        groupings.append(step.grouping)
      }
    }
    for index in segments.indices where groupings[index] != .all {
      let largest =
        segments[index].steps
        .map { model.values[model.steps[$0].output].bytes }.max() ?? 0
      let fitting = workspaceLimit / max(1, largest)
      segments[index].examplesAtOnce = max(1, min(maximumBatch, fitting))
      segments[index].workspaces = threads
    }
    return segments
  }

  /// For each value the last step that reads it, or the one that makes it.
  private static func lastReaders(in model: PreparedModel) -> [Int] {
    var last = [Int](repeating: -1, count: model.values.count)
    for (index, step) in model.steps.enumerated() {
      last[step.output] = max(last[step.output], index)
      for input in step.inputs { last[input] = index }
    }
    return last
  }

  /// Gives a place in its segment's workspaces to each value that is not read behind it.
  private mutating func placeInWorkspaces(_ model: PreparedModel, _ lastReader: [Int]) {
    for (index, segment) in segments.enumerated() {
      let makers = segment.steps.filter {
        let value = model.steps[$0].output
        return value != model.outputValue && segment.steps.contains(lastReader[value])
      }
      let plan = MemoryPlan(
        makers.map {
          let value = model.steps[$0].output
          return MemoryPlan.Value(
            bytes: bytes(of: model.values[value], segment.examplesAtOnce),
            lifetime: $0...lastReader[value])
        })
      for (maker, offset) in zip(makers, plan.offsets) {
        places[model.steps[maker].output] = .workspace(offset: offset)
      }
      segments[index].workspaceBytes = plan.bytes
    }
  }

  /// Gives a place in the arena to each other value, and to the workspaces. A step of this plan is
  /// a whole segment: until its end some examples have not been read, others are already written.
  private mutating func placeInArena(
    _ model: PreparedModel, _ lastReader: [Int], maximumBatch: Int
  ) {
    var values: [MemoryPlan.Value] = []
    var owners: [Int] = []
    for (index, segment) in segments.enumerated() {
      for step in segment.steps {
        let value = model.steps[step].output
        if case .workspace = places[value] { continue }
        if value == model.outputValue {
          places[value] = .output
          continue
        }
        let last = segments.firstIndex { $0.steps.contains(lastReader[value]) } ?? index
        owners.append(value)
        values.append(
          MemoryPlan.Value(
            bytes: bytes(of: model.values[value], maximumBatch), lifetime: index...last))
      }
    }
    let workspaces = segments.enumerated().map { index, segment in
      MemoryPlan.Value(
        bytes: segment.workspaceBytes * segment.workspaces, lifetime: index...index)
    }
    let plan = MemoryPlan(values + workspaces)
    for (value, offset) in zip(owners, plan.offsets) { places[value] = .arena(offset: offset) }
    for (index, offset) in plan.offsets.dropFirst(values.count).enumerated() {
      segments[index].offset = offset
    }
    arenaBytes = plan.bytes
    peakBytes = plan.lowerBound
  }

  private func bytes(of value: ValueLayout, _ examples: Int) -> Int {
    let (bytes, overflow) = value.bytes.multipliedReportingOverflow(by: examples)
    require(
      !overflow && bytes <= Int.max / 2,
      "A batch of \(examples) examples with an activation of \(value.count) elements each is more "
        + "than fits in memory.")
    return bytes
  }
}
