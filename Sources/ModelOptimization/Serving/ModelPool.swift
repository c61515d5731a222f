/// Models, each on a thread of its own: whoever comes first is served by the first that is free.
///
/// Swift's tasks share as many threads as there are cores, and a model that computes on one of
/// them keeps all other tasks from it. Here a task waits suspended while its work is done
/// elsewhere. A model never leaves its thread, so that it need not be `Sendable` and may keep
/// buffers that it writes to.
///
///     let pool = try ModelPool(models: 2) { _ in InferenceSession(network, …) }
///     let output = try await pool.run { session in session(input) }
public final class ModelPool<Model>: Sendable {
  /// The number of models, and of threads.
  public let models: Int

  private let desk: ModelDesk<Model>

  /// Makes the models and starts their threads.
  ///
  /// - Parameters:
  ///   - models: how many; at least 1. Together with the threads that each uses itself, more than
  ///     `availableCores()` makes nothing faster.
  ///   - make: makes the model with the given number, from 0 on.
  /// - Throws: what `make` throws; `ServingError.noThread`.
  public init(models: Int, make: (Int) throws -> sending Model) throws {
    require(models >= 1, "A pool has at least 1 model; \(models) were asked for.")
    self.models = models
    desk = ModelDesk()
    do {
      for number in 0..<models {
        let model = Handover(try make(number))
        let started = desk.countThread { [desk] in
          startThread {
            if var model = model.take() { desk.serve(&model) }
          }
        }
        guard started else { throw ServingError.noThread }
      }
    } catch {
      desk.close(.answerWaiting, then: nil)
      throw error
    }
  }

  deinit { desk.close(.answerWaiting, then: nil) }

  /// How many wait for a model now.
  public var waiting: Int { desk.waiting }

  /// Lends the first free model to `work`, on that model's thread.
  ///
  /// When the calling task is cancelled while it waits, the call ends at once; work that has
  /// begun is finished.
  ///
  /// - Parameter work: what to do with the model. Within it, kernels use one thread, unless the
  ///   model brings more of its own.
  /// - Returns: what `work` returns.
  /// - Throws: what `work` throws; `CancellationError`; `ServingError.shutDown`.
  public func run<Answer: Sendable>(
    _ work: @escaping @Sendable (inout Model) throws -> Answer
  ) async throws -> Answer {
    let ticket = desk.takeTicket()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        desk.append(
          ModelDesk.Job(
            work: { model in continuation.resume(with: Result { try work(&model) }) },
            refuse: { continuation.resume(throwing: $0) }),
          ticket: ticket)
      }
    } onCancel: {
      desk.cancel(ticket)
    }
  }

  /// Takes no more work, and returns when all threads have ended.
  ///
  /// - Parameter waiting: what becomes of those who wait for a model.
  public func shutDown(_ waiting: ShutdownManner = .answerWaiting) async {
    await withCheckedContinuation { continuation in
      desk.close(waiting) { continuation.resume() }
    }
  }
}

/// Where the work for a pool of models waits.
final class ModelDesk<Model>: @unchecked Sendable {
  struct Job {
    let work: @Sendable (inout Model) -> Void
    let refuse: @Sendable (any Error) -> Void
  }

  /// Guards all that follows.
  private let bell = Bell()
  private var line = WaitingLine<Job>()
  private var lastTicket = 0
  private var threads = 0
  private var isClosed = false
  private var whenEmpty: [@Sendable () -> Void] = []

  var waiting: Int { bell.withLock { line.count } }

  /// Counts a thread if `start` starts it.
  func countThread(_ start: () -> Bool) -> Bool {
    bell.withLock { threads += 1 }
    if start() { return true }
    bell.withLock { threads -= 1 }
    return false
  }

  func takeTicket() -> Int {
    bell.withLock {
      lastTicket += 1
      return lastTicket
    }
  }

  func append(_ job: Job, ticket: Int) {
    let refusal: (any Error)? = bell.withLock {
      if isClosed { return ServingError.shutDown }
      // Whoever is cancelled after this look finds its ticket in line: `cancel` takes the lock.
      if Task.isCancelled { return CancellationError() }
      line.append(job, ticket: ticket)
      bell.ringOnce()
      return nil
    }
    if let refusal { job.refuse(refusal) }
  }

  func cancel(_ ticket: Int) {
    bell.withLock { line.remove(ticket) }?.refuse(CancellationError())
  }

  /// Works for whoever is first in line until the desk is closed and nobody waits.
  func serve(_ model: inout Model) {
    while let job = nextJob() { job.work(&model) }
    let finished = bell.withLock {
      threads -= 1
      return threads == 0 ? whenEmpty : []
    }
    for finish in finished { finish() }
  }

  private func nextJob() -> Job? {
    bell.withLock {
      while true {
        if let (_, job) = line.popFirst() { return job }
        if isClosed { return nil }
        bell.sleep()
      }
    }
  }

  /// Takes no more work; calls `finish` when all threads have ended.
  func close(_ waiting: ShutdownManner, then finish: (@Sendable () -> Void)?) {
    var refused: [Job] = []
    let alreadyEmpty = bell.withLock {
      isClosed = true
      if waiting == .refuseWaiting {
        while let (_, job) = line.popFirst() { refused.append(job) }
      }
      if let finish, threads > 0 { whenEmpty.append(finish) }
      return threads == 0
    }
    bell.ring()
    for job in refused { job.refuse(ServingError.shutDown) }
    if alreadyEmpty { finish?() }
  }
}

/// A value on its way to the thread that will own it.
private final class Handover<Value>: @unchecked Sendable {
  private var value: Value?

  init(_ value: sending Value) { self.value = value }

  func take() -> Value? {
    defer { value = nil }
    return value
  }
}
