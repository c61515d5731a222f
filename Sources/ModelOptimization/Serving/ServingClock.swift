/// A clock of any kind, read as the time since it was taken up.
///
/// The instants of `any Clock<Duration>` have a type of their own and cannot be compared; the
/// durations since a common start can.
struct ServingClock: Sendable {
  /// The time since the start.
  let now: @Sendable () -> Duration
  /// Sleeps until `now` is at least the given time, or throws when the task is cancelled.
  let sleep: @Sendable (_ until: Duration) async throws -> Void

  init(_ clock: some Clock<Duration>) {
    let start = clock.now
    now = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
  }
}
