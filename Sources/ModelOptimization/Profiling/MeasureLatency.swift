/// Runs some work again and again and reports how long each run took.
///
/// The first runs are slower than the rest: caches are cold, memory is handed out for the first
/// time, the processor has not sped up yet. So `warmUp` runs go before, unmeasured. The clock
/// never goes back, whatever happens to the time of day.
///
/// ```swift
/// let latency = measureLatency { _ = model(image) }
/// print(latency.median, latency.p99)
/// ```
///
/// Reading the clock takes some tens of nanoseconds itself. Work that is over within a
/// microsecond is therefore timed several calls at once, with `callsPerSample`; a percentile is
/// then one of means, and single slow calls hide in them.
///
/// - Parameters:
///   - warmUp: the runs before measuring begins.
///   - repetitions: the measured samples; at least 1. A p99 says something from 100 on.
///   - callsPerSample: the calls that are timed together, at least 1; nil takes as many as make a
///     sample a hundred times as long as the clock's smallest step.
///   - body: the work.
public func measureLatency(
  warmUp: Int = 10, repetitions: Int = 100, callsPerSample: Int? = 1, _ body: () throws -> Void
) rethrows -> Latency {
  try measureLatency(
    warmUp: warmUp, repetitions: repetitions, callsPerSample: callsPerSample,
    clock: ContinuousClock(), body)
}

/// The same by any clock.
package func measureLatency<MeasuringClock: Clock>(
  warmUp: Int, repetitions: Int, callsPerSample: Int?, clock: MeasuringClock,
  _ body: () throws -> Void
) rethrows -> Latency where MeasuringClock.Duration == Duration {
  require(
    warmUp >= 0 && repetitions >= 1,
    "Measuring takes a warm-up of 0 or more runs and at least 1 repetition; "
      + "it was given \(warmUp) and \(repetitions).")
  require(
    callsPerSample ?? 1 >= 1,
    "A sample takes at least 1 call; \(callsPerSample ?? 1) were asked for.")
  for _ in 0..<warmUp { try body() }
  let calls = try callsPerSample ?? calls(forStepsOf: clock, body)
  var samples: [Duration] = []
  samples.reserveCapacity(repetitions)
  for _ in 0..<repetitions {
    let start = clock.now
    for _ in 0..<calls { try body() }
    let end = clock.now
    samples.append(start.duration(to: end) / calls)
  }
  return Latency(samples: samples, callsPerSample: calls)
}

/// How many calls make a time that the clock can tell: a power of two.
private func calls<MeasuringClock: Clock>(
  forStepsOf clock: MeasuringClock, _ body: () throws -> Void
) rethrows -> Int where MeasuringClock.Duration == Duration {
  let enough = smallestStep(of: clock) * 100
  var calls = 1
  while calls < 1 << 20 {
    let start = clock.now
    for _ in 0..<calls { try body() }
    if start.duration(to: clock.now) >= enough { break }
    calls *= 2
  }
  return calls
}

/// The smallest time between two readings of a clock that were not the same.
///
/// What a clock states is often finer than what it does: a nanosecond on Linux, where two
/// readings lie twenty apart.
package func smallestStep<MeasuringClock: Clock>(of clock: MeasuringClock) -> Duration
where MeasuringClock.Duration == Duration {
  var smallest: Duration?
  var before = clock.now
  for _ in 0..<1000 {
    let now = clock.now
    let step = before.duration(to: now)
    if step > .zero { smallest = min(smallest ?? step, step) }
    before = now
  }
  return max(smallest ?? .zero, clock.minimumResolution)
}
