import Synchronization

/// A model in use: runs batches as fast as it can, and takes no memory after its first call.
///
/// ```swift
/// let session = InferenceSession(model, inputShape: [28, 28, 1], maximumBatch: 32, threads: 2)
/// let logits = session(images)  // [batch, 28, 28, 1] → [batch, 10]
/// ```
///
/// A session serves one caller at a time; others wait. Callers that should not wait have sessions
/// of their own over one `PreparedModel`, whose weights they share.
///
/// On one thread a call takes no memory at all; on several, each loop that they share takes a few
/// dozen bytes for as long as it runs. Layers without an operator of their own allocate their
/// results.
///
/// What it gives for an example is the same, bit for bit, alone and in a batch, for every number
/// of threads. It agrees with the layers themselves up to rounding: a batch norm that is part of
/// the weights, and convolutions that do fewer multiplications, round differently. A NaN in an
/// example shows in that example's result, and in no other.
public final class InferenceSession: Sendable {
  /// What is run.
  public let model: PreparedModel
  /// The most examples in a call.
  public let maximumBatch: Int
  /// How many threads share the work, the caller's included.
  public var threads: Int { pool.threads }
  /// The bytes of memory for activations and to work in, taken when the session is made.
  public let activationBytes: Int
  /// The bytes of activations that are needed at the same time; no plan takes less.
  public let peakActivationBytes: Int

  private let plan: ExecutionPlan
  private let pool: ThreadPool
  private let caller = ThreadPool(threads: 1)
  private let scratch: ConvolutionScratch
  // A lock that the thread sanitizer sees.
  private let turn = Bell()
  private let nextGroup = Atomic<Int>(0)
  private let multiplyAccumulates: Int
  // Written by whoever holds `turn`, and by the threads that work for it.
  nonisolated(unsafe) private let arena: UnsafeMutableRawPointer
  nonisolated(unsafe) private let shared: UnsafeMutableRawPointer
  nonisolated(unsafe) private let clocks: UnsafeMutablePointer<Duration>

  /// Makes a session over a prepared model, which other sessions may share.
  ///
  /// - Parameters:
  ///   - model: what is run.
  ///   - maximumBatch: the most examples in a call; memory is taken for as many.
  ///   - threads: how many share the work, the caller's included; at least 1.
  public init(_ model: PreparedModel, maximumBatch: Int = 1, threads: Int = 1) {
    require(
      maximumBatch >= 1,
      "A session takes batches of at least 1 example; its maximum was to be \(maximumBatch).")
    requireBatchFits(model, maximumBatch)
    self.model = model
    self.maximumBatch = maximumBatch
    pool = ThreadPool(threads: threads)
    plan = ExecutionPlan(model, maximumBatch: maximumBatch, threads: threads)
    scratch = ConvolutionScratch(bytes: model.scratchBytes, threads: threads)
    activationBytes = model.activationBytes(maximumBatch: maximumBatch, threads: threads)
    peakActivationBytes = plan.peakBytes
    arena = .allocate(byteCount: max(plan.arenaBytes, 1), alignment: MemoryPlan.alignment)
    // Whatever is written now is really there later.
    arena.initializeMemory(as: UInt8.self, repeating: 0, count: max(plan.arenaBytes, 1))
    shared = .allocate(
      byteCount: max(model.sharedBytes(examples: maximumBatch), 1),
      alignment: MemoryPlan.alignment)
    clocks = .allocate(capacity: max(model.steps.count * threads, 1))
    multiplyAccumulates = model.operators.reduce(0) { $0 + $1.multiplyAccumulates }
  }

  /// Prepares a model and makes a session over it.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights; later changes to them are not seen.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - maximumBatch: the most examples in a call; memory is taken for as many.
  ///   - threads: how many share the work, the caller's included; at least 1.
  public convenience init(
    _ model: some Layer, inputShape: [Int], maximumBatch: Int = 1, threads: Int = 1
  ) {
    self.init(
      PreparedModel(model, inputShape: inputShape), maximumBatch: maximumBatch, threads: threads)
  }

  deinit {
    arena.deallocate()
    shared.deallocate()
    clocks.deallocate()
  }

  /// Runs a batch.
  ///
  /// - Parameters:
  ///   - input: `batch` examples of the model's input shape, one behind the other.
  ///   - batch: from 0 to `maximumBatch`.
  ///   - output: where `batch` results of the model's output shape go.
  public func run(_ input: Span<Float>, batch: Int, into output: inout MutableSpan<Float>) {
    requireSizes(input.count, batch, output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        turn.withLock { execute(input, batch, output, clocks: nil) }
      }
    }
  }

  /// Runs a batch and measures each operator.
  ///
  /// - Parameters:
  ///   - input: `batch` examples of the model's input shape, one behind the other.
  ///   - batch: from 0 to `maximumBatch`.
  ///   - output: where `batch` results of the model's output shape go.
  ///   - times: to which the time of each of `model.operators` is added; where threads work on
  ///     different examples at the same time, the time of all of them.
  public func run(
    _ input: Span<Float>, batch: Int, into output: inout MutableSpan<Float>,
    addingTo times: inout [Duration]
  ) {
    let steps = model.steps.count
    require(
      times.count == steps,
      "The model has \(steps) operators; there are \(times.count) times to add to.")
    requireSizes(input.count, batch, output.count)
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        guard let input = input.baseAddress, let output = output.baseAddress else { return }
        turn.withLock {
          clocks.initialize(repeating: .zero, count: steps * threads)
          execute(input, batch, output, clocks: clocks)
          for clock in 0..<steps * threads { times[clock % steps] += clocks[clock] }
        }
      }
    }
  }

  /// Runs a batch of tensors; the result is allocated.
  ///
  /// - Parameter x: `[batch]` and the model's input shape; at most `maximumBatch` examples.
  /// - Returns: `[batch]` and the model's output shape.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      x.shape.count == model.inputShape.count + 1
        && x.shape.dropFirst().elementsEqual(model.inputShape),
      "The session takes an input of shape [batch] + \(model.inputShape); it was given \(x.shape).")
    var y = Tensor(zeros: [x.rowCount] + model.outputShape)
    var output = y.storage.mutableSpan
    run(x.storage.span, batch: x.rowCount, into: &output)
    return y
  }

  private func requireSizes(_ input: Int, _ batch: Int, _ output: Int) {
    require(
      batch >= 0 && batch <= maximumBatch,
      "The session was made for batches of up to \(maximumBatch) examples; it was given \(batch). "
        + "Make it with a larger maximumBatch, or cut the batch.")
    let (inputs, outputs) = (model.values[0].count, model.values[model.outputValue].count)
    require(
      input == batch * inputs && output == batch * outputs,
      "A batch of \(batch) has \(batch * inputs) elements of input \(model.inputShape) and "
        + "\(batch * outputs) of output \(model.outputShape); there was memory for \(input) and "
        + "\(output).")
  }
}

// MARK: - Running

extension InferenceSession {
  private typealias Input = UnsafePointer<Float>
  private typealias Output = UnsafeMutablePointer<Float>

  private func execute(
    _ input: Input, _ batch: Int, _ output: Output, clocks: UnsafeMutablePointer<Duration>?
  ) {
    guard batch > 0 else { return }
    // About 50 microseconds of work: by the second operator the threads are there.
    if batch * multiplyAccumulates > 2_500_000 { pool.wake() }
    if model.outputValue == 0 { output.update(from: input, count: batch * model.values[0].count) }
    for segment in plan.segments {
      run(segment, input, batch, output, clocks: clocks)
    }
  }

  /// Runs the steps of a segment for all examples: group after group on all threads together, or,
  /// where there are groups for all, each group on one thread.
  private func run(
    _ segment: ExecutionPlan.Segment, _ input: Input, _ batch: Int, _ output: Output,
    clocks: UnsafeMutablePointer<Duration>?
  ) {
    let shared = (batch + segment.workspaces - 1) / segment.workspaces
    let size = min(segment.examplesAtOnce, shared)
    let groups = (batch + size - 1) / size
    let workers = segment.workspaces
    guard workers > 1, groups >= 2 * workers || groups == workers else {
      for first in stride(from: 0, to: batch, by: segment.examplesAtOnce) {
        let examples = first..<min(first + segment.examplesAtOnce, batch)
        run(segment, examples, input, output, workspace: 0, pool, clocks: clocks)
      }
      return
    }
    // Each thread takes the next group as long as there is one. The memory belongs to the number
    // of the loop, not to the thread: one that wakes up late finds nothing left to do.
    nextGroup.store(0, ordering: .relaxed)
    let work = GroupWork(
      session: self, segment: segment, groups: groups, size: size, batch: batch, input: input,
      output: output, clocks: clocks)
    withUnsafePointer(to: work) {
      pool.parallel(workers, on: $0) { context, worker in
        let work = context.assumingMemoryBound(to: GroupWork.self)
        work.pointee.session.run(groupsOf: work, workspace: worker)
      }
    }
  }

  /// What threads that take groups of examples work on.
  private struct GroupWork {
    unowned(unsafe) let session: InferenceSession
    let segment: ExecutionPlan.Segment
    let groups: Int
    let size: Int
    let batch: Int
    let input: Input
    let output: Output
    let clocks: UnsafeMutablePointer<Duration>?
  }

  private func run(groupsOf work: UnsafePointer<GroupWork>, workspace: Int) {
    while true {
      let group = nextGroup.wrappingAdd(1, ordering: .relaxed).oldValue
      guard group < work.pointee.groups else { return }
      let first = group * work.pointee.size
      run(
        work.pointee.segment, first..<min(first + work.pointee.size, work.pointee.batch),
        work.pointee.input, work.pointee.output, workspace: workspace, caller,
        clocks: work.pointee.clocks)
    }
  }

  private func run(
    _ segment: ExecutionPlan.Segment, _ examples: Range<Int>, _ input: Input, _ output: Output,
    workspace: Int, _ pool: ThreadPool, clocks: UnsafeMutablePointer<Duration>?
  ) {
    let own = arena + segment.offset + workspace * segment.workspaceBytes
    func address(of value: Int) -> UnsafeMutableRawPointer {
      let start = examples.lowerBound * model.values[value].bytes
      return switch plan.places[value] {
      // Only read: no step writes to the input.
      case .input: UnsafeMutableRawPointer(mutating: input) + start
      case .output: UnsafeMutableRawPointer(output) + start
      case .arena(let offset): arena + offset + start
      case .workspace(let offset): own + offset
      }
    }
    for index in segment.steps {
      let step = model.steps[index]
      let first = UnsafeRawPointer(address(of: step.inputs[0]))
      let task = OperatorTask(
        examples: examples.count, input: first,
        secondInput: step.inputs.count > 1 ? UnsafeRawPointer(address(of: step.inputs[1])) : first,
        output: address(of: step.output), scratch: scratch, shared: shared, pool: pool)
      guard let clocks else {
        step.operation.run(task)
        continue
      }
      let start = ContinuousClock.now
      step.operation.run(task)
      clocks[workspace * model.steps.count + index] += ContinuousClock.now - start
    }
  }
}

/// The bytes of a batch are counted in `Int`, with room for a second one.
private func requireBatchFits(_ model: PreparedModel, _ batch: Int) {
  for value in model.values {
    let (bytes, overflow) = value.bytes.multipliedReportingOverflow(by: batch)
    require(
      !overflow && bytes <= Int.max / 2,
      "A batch of \(batch) examples with \(value.count) elements each is more than fits in "
        + "memory.")
  }
}
