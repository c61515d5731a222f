/// What a `DynamicBatcher` has done so far.
public struct BatchStatistics: Equatable, Sendable {
  /// Requests that were taken, those that were refused not included.
  public internal(set) var requests = 0
  /// Requests that have got their answer.
  public internal(set) var answered = 0
  /// Requests whose batch failed.
  public internal(set) var failed = 0
  /// Requests whose caller was cancelled before it had an answer.
  public internal(set) var cancelled = 0
  /// Requests that were refused because the queue was full or the batcher shut down, those
  /// included that a shutdown found waiting.
  public internal(set) var refused = 0
  /// Requests in the queue now.
  public internal(set) var waiting = 0
  /// Callers who wait for room in the queue now.
  public internal(set) var waitingForRoom = 0
  /// Batches that the model works on now.
  public internal(set) var batchesInFlight = 0
  /// How many batches of each size have been sent to the model: `sizes[8]` had 8 requests. It
  /// ends with the largest size that has been seen.
  public internal(set) var sizes: [Int] = [0]
  /// The longest time between a call and the departure of its batch.
  public internal(set) var longestWait = Duration.zero

  /// The sum of all waits between a call and the departure of its batch.
  private var totalWait = Duration.zero
  /// The last waits, up to 1,024 of them; the oldest is overwritten.
  private var recentWaits: [Duration] = []
  private var departed = 0

  init() {}

  /// Batches that have been sent to the model.
  public var batches: Int { sizes.reduce(0, +) }

  /// The requests in a batch, on average; 0 before the first batch.
  public var meanBatchSize: Double {
    batches == 0 ? 0 : Double(departed) / Double(batches)
  }

  /// The mean time between a call and the departure of its batch; zero before the first.
  public var meanWait: Duration { departed == 0 ? .zero : totalWait / departed }

  /// The time within which the given part of the last 1,024 requests left in a batch.
  ///
  /// - Parameter part: 0.5 for the median, 0.99 for the 99th percentile; in 0...1.
  /// - Returns: the smallest wait that at least that part did not exceed; zero before the first.
  public func wait(percentile part: Double) -> Duration {
    require((0...1).contains(part), "A percentile is a part in 0...1, not \(part).")
    guard !recentWaits.isEmpty else { return .zero }
    let rank = (part * Double(recentWaits.count)).rounded(.up)
    return recentWaits.sorted()[max(0, Int(rank) - 1)]
  }

  mutating func countDeparture(waits: [Duration]) {
    for wait in waits {
      if recentWaits.count < 1024 {
        recentWaits.append(wait)
      } else {
        recentWaits[departed % 1024] = wait
      }
      departed += 1
      totalWait += wait
      longestWait = max(longestWait, wait)
    }
    if sizes.count <= waits.count {
      sizes += [Int](repeating: 0, count: waits.count + 1 - sizes.count)
    }
    sizes[waits.count] += 1
    batchesInFlight += 1
  }
}
