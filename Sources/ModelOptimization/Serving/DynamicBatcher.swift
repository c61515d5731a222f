/// Collects the requests of many callers into batches, for a model does a batch in much less time
/// than its requests one by one.
///
/// A batch leaves as soon as it is full, or as soon as its oldest request has waited
/// `maximumWait`, provided that fewer than `batchesInFlight` are with the model. The model runs
/// outside of the actor, so that the next batch fills meanwhile.
///
///     let batcher = DynamicBatcher(maximumBatch: 32, maximumWait: .milliseconds(2)) { images in
///       images.map(classify)
///     }
///     let label = try await batcher.answer(to: image)
///
/// One timer serves all requests: it is set for the oldest, and looks anew when it rings. (A
/// batcher in which each caller sleeps for `maximumWait` and then sends what it finds has a race:
/// the sleeper of a batch that has left already sends the next one early.)
public actor DynamicBatcher<Request: Sendable, Answer: Sendable> {
  /// The most requests of a batch.
  public nonisolated let maximumBatch: Int
  /// How long the oldest request of a batch waits for others.
  public nonisolated let maximumWait: Duration
  /// The most requests that wait at a time; those with the model do not count.
  public nonisolated let queueLimit: Int
  /// What becomes of a request that finds the queue full.
  public nonisolated let whenFull: FullQueue
  /// The most batches that are with the model at a time.
  public nonisolated let batchesInFlight: Int

  private let model: @Sendable ([Request]) async throws -> [Answer]
  private let clock: ServingClock

  private var queue = WaitingLine<Caller>()
  /// Those whom a full queue keeps outside.
  private var outside = WaitingLine<Caller>()
  private var flights: [Int: Flight] = [:]
  private var lastTicket = 0
  private var lastFlight = 0
  private var timer: Task<Void, Never>?
  private var isShutDown = false
  private var awaitingShutdown: [CheckedContinuation<Void, Never>] = []
  private var counts: BatchStatistics

  /// Creates a batcher.
  ///
  /// - Parameters:
  ///   - maximumBatch: the most requests of a batch; at least 1.
  ///   - maximumWait: how long the oldest request waits for others; with zero, a batch is what
  ///     has come while the model was busy with the batch before.
  ///   - queueLimit: the most requests that wait, at least `maximumBatch`; without it, sixteen
  ///     full batches.
  ///   - whenFull: what becomes of a request that finds the queue full.
  ///   - batchesInFlight: the most batches that are with the model at a time; at least 1.
  ///   - clock: what measures `maximumWait`.
  ///   - model: answers a batch of 1 to `maximumBatch` requests, one answer for each, in their
  ///     order. It runs as a task of its own, and where it computes for long it should do so on a
  ///     thread of its own: see `ModelPool`.
  public init(
    maximumBatch: Int, maximumWait: Duration, queueLimit: Int? = nil,
    whenFull: FullQueue = .suspend, batchesInFlight: Int = 1,
    clock: some Clock<Duration> = ContinuousClock(),
    model: @escaping @Sendable ([Request]) async throws -> [Answer]
  ) {
    require(maximumBatch >= 1, "A batch holds at least 1 request, not \(maximumBatch).")
    require(maximumWait >= .zero, "A request waits no negative time such as \(maximumWait).")
    require(batchesInFlight >= 1, "At least 1 batch is in flight, not \(batchesInFlight).")
    let queueLimit = queueLimit ?? maximumBatch.multipliedOrLargest(by: 16)
    require(
      queueLimit >= maximumBatch,
      "A queue of \(queueLimit) never fills a batch of \(maximumBatch).")
    self.maximumBatch = maximumBatch
    self.maximumWait = maximumWait
    self.queueLimit = queueLimit
    self.whenFull = whenFull
    self.batchesInFlight = batchesInFlight
    self.model = model
    self.clock = ServingClock(clock)
    counts = BatchStatistics()
  }

  deinit { timer?.cancel() }

  /// What has been done so far.
  public var statistics: BatchStatistics {
    var now = counts
    now.waiting = queue.count
    now.waitingForRoom = outside.count
    now.batchesInFlight = flights.count
    return now
  }

  /// Answers one request, in a batch with others.
  ///
  /// When the calling task is cancelled, the call ends at once: a request that still waits is
  /// taken from the queue; one that is with the model is computed with its batch, and its answer
  /// dropped. A batch whose callers have all gone is cancelled.
  ///
  /// - Parameter request: what the model is asked.
  /// - Returns: the model's answer to this request.
  /// - Throws: what the model threw for the batch of this request; `CancellationError`;
  ///   `ServingError.queueFull`, `.shutDown` or `.wrongAnswerCount`.
  public func answer(to request: Request) async throws -> Answer {
    try Task.checkCancellation()
    if isShutDown {
      counts.refused += 1
      throw ServingError.shutDown
    }
    if whenFull == .refuse, queue.count >= queueLimit {
      counts.refused += 1
      throw ServingError.queueFull(waiting: queue.count)
    }
    lastTicket += 1
    let ticket = lastTicket
    counts.requests += 1
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        // Whoever is cancelled from here on finds its ticket: `cancel` runs on this actor too.
        if Task.isCancelled {
          counts.cancelled += 1
          continuation.resume(throwing: CancellationError())
          return
        }
        outside.append(
          Caller(request: request, arrival: clock.now(), continuation: continuation),
          ticket: ticket)
        dispatch()
      }
    } onCancel: {
      Task { await self.cancel(ticket) }
    }
  }

  /// Takes no more requests, and returns when the model has finished its last batch.
  ///
  /// Callers whom a full queue keeps waiting for room are refused with `ServingError.shutDown`.
  /// Calling it again, also while another call waits, is harmless; the cancellation of the
  /// calling task does not shorten it.
  ///
  /// - Parameter waiting: what becomes of the requests in the queue.
  public func shutDown(_ waiting: ShutdownManner = .answerWaiting) async {
    isShutDown = true
    timer?.cancel()
    while let (_, caller) = outside.popFirst() { refuse(caller) }
    if waiting == .refuseWaiting {
      while let (_, caller) = queue.popFirst() { refuse(caller) }
    }
    dispatch()
    guard queue.count > 0 || !flights.isEmpty else { return }
    await withCheckedContinuation { awaitingShutdown.append($0) }
  }

  // MARK: -

  private struct Caller {
    let request: Request
    let arrival: Duration
    let continuation: CheckedContinuation<Answer, any Error>
  }

  private struct Flight {
    let tickets: [Int]
    /// Nil for callers who have gone.
    var callers: [CheckedContinuation<Answer, any Error>?]
    let task: Task<Void, Never>
  }

  /// Sends all batches that are due, and sets the timer for the next.
  private func dispatch() {
    let now = clock.now()
    while true {
      while queue.count < queueLimit, let (ticket, caller) = outside.popFirst() {
        queue.append(caller, ticket: ticket)
      }
      guard flights.count < batchesInFlight, let oldest = queue.first else { return }
      let due = oldest.arrival + maximumWait
      guard isShutDown || queue.count >= maximumBatch || now >= due else {
        // A timer that was set before is set for no later: requests are served in their order.
        // None is set for more than a day, which not every clock can count; it is set again.
        if timer == nil { setTimer(min(due, now + .seconds(86_400))) }
        return
      }
      depart(at: now)
    }
  }

  private func setTimer(_ due: Duration) {
    timer = Task.detached { [weak self, clock] in
      try? await clock.sleep(due)
      if !Task.isCancelled { await self?.timerRang() }
    }
  }

  private func timerRang() {
    timer = nil
    dispatch()
  }

  private func depart(at now: Duration) {
    var tickets: [Int] = []
    var callers: [Caller] = []
    while callers.count < maximumBatch, let (ticket, caller) = queue.popFirst() {
      tickets.append(ticket)
      callers.append(caller)
    }
    counts.countDeparture(waits: callers.map { now - $0.arrival })
    lastFlight += 1
    let flight = lastFlight
    let requests = callers.map(\.request)
    // Detached: the batch belongs to all of its callers, and must not take the task-local values
    // of the one that happened to fill it.
    let task = Task.detached(priority: Task.currentPriority) { [model] in
      do {
        await self.land(flight, .success(try await model(requests)))
      } catch {
        await self.land(flight, .failure(error))
      }
    }
    flights[flight] = Flight(
      tickets: tickets, callers: callers.map(\.continuation), task: task)
  }

  private func land(_ number: Int, _ outcome: Result<[Answer], any Error>) {
    guard let flight = flights.removeValue(forKey: number) else { return }
    switch outcome {
    case .success(let answers) where answers.count == flight.callers.count:
      for (caller, answer) in zip(flight.callers, answers) {
        guard let caller else { continue }
        counts.answered += 1
        caller.resume(returning: answer)
      }
    case .success(let answers):
      fail(
        flight,
        ServingError.wrongAnswerCount(requests: flight.callers.count, answers: answers.count))
    case .failure(let error):
      fail(flight, error)
    }
    dispatch()
    if isShutDown, queue.count == 0, flights.isEmpty {
      for waiting in awaitingShutdown { waiting.resume() }
      awaitingShutdown = []
    }
  }

  private func fail(_ flight: Flight, _ error: any Error) {
    for case let caller? in flight.callers {
      counts.failed += 1
      caller.resume(throwing: error)
    }
  }

  private func refuse(_ caller: Caller) {
    counts.refused += 1
    caller.continuation.resume(throwing: ServingError.shutDown)
  }

  private func cancel(_ ticket: Int) {
    if let caller = queue.remove(ticket) ?? outside.remove(ticket) {
      counts.cancelled += 1
      caller.continuation.resume(throwing: CancellationError())
      dispatch()
      return
    }
    for (number, var flight) in flights {
      guard let place = flight.tickets.firstIndex(of: ticket) else { continue }
      guard let caller = flight.callers[place] else { return }
      flight.callers[place] = nil
      flights[number] = flight
      counts.cancelled += 1
      caller.resume(throwing: CancellationError())
      if flight.callers.allSatisfy({ $0 == nil }) { flight.task.cancel() }
      return
    }
  }
}

/// What becomes of a request that finds the queue full.
public enum FullQueue: Sendable {
  /// It is refused with `ServingError.queueFull`, so that the caller can turn elsewhere.
  case refuse
  /// Its caller waits until there is room, first come first served. Its wait counts from its call.
  case suspend
}

/// What becomes of waiting requests when a server shuts down.
public enum ShutdownManner: Sendable {
  /// They are answered, at once and in batches that need not be full.
  case answerWaiting
  /// They are refused with `ServingError.shutDown`.
  case refuseWaiting
}

extension Int {
  fileprivate func multipliedOrLargest(by factor: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: factor)
    return overflows ? .max : product
  }
}
