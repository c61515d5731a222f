public import Foundation

/// The time that the program goes by: the machine's, or the one that `PARE_NOW` states.
public struct Clock: Sendable {
  private let offset: TimeInterval
  /// The time zone in which the learner lives.
  public let zone: TimeZone

  /// Reads `PARE_NOW`, an ISO 8601 time; the clock goes on from there.
  public init(environment: [String: String]) throws(WorkbookError) {
    zone = environment["TZ"].flatMap { TimeZone(identifier: $0) } ?? .current
    guard let text = environment["PARE_NOW"], !text.isEmpty else {
      offset = 0
      return
    }
    guard let start = Self.date(text, zone: zone) else { throw .badClock(text) }
    offset = start.timeIntervalSinceNow
  }

  /// The time now.
  public var now: Date { Date(timeIntervalSinceNow: offset) }

  /// `2026-05-01T09:30:00Z`, with or without fractions, an offset for the `Z`; without either, and
  /// for a day alone, the learner's own time zone.
  private static func date(_ text: String, zone: TimeZone) -> Date? {
    let parts = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
    let plain = parts.time(includingFractionalSeconds: false)
    let styles = [
      plain.timeZone(separator: .colon), plain.timeZone(separator: .omitted), plain,
      parts.time(includingFractionalSeconds: true).timeZone(separator: .colon), parts,
    ]
    for style in styles {
      if let date = try? style.parse(text) { return date }
    }
    return nil
  }
}
