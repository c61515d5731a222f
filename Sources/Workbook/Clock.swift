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
    // Foundation takes hour 99 and the 30th of February for later moments, and leaves what stands
    // behind a time unread.
    let time = /T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/
    guard let day = text.prefixMatch(of: /\d{4}-\d\d-\d\d/)?.output else { return nil }
    let rest = text[day.endIndex...]
    guard rest.isEmpty || rest.wholeMatch(of: time) != nil else { return nil }
    let parts = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
    guard let midnight = try? parts.parse(String(day)), parts.format(midnight) == day else {
      return nil
    }
    if rest.isEmpty { return midnight }
    let plain = parts.time(includingFractionalSeconds: false)
    let styles = [
      plain.timeZone(separator: .colon), plain.timeZone(separator: .omitted), plain,
      parts.time(includingFractionalSeconds: true).timeZone(separator: .colon),
    ]
    for style in styles {
      if let date = try? style.parse(text) { return date }
    }
    return nil
  }
}
