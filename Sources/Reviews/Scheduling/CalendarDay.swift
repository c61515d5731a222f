public import Foundation

/// A day as a learner counts it: from four in the morning to four the next morning.
///
/// Whoever reviews at half past midnight has not begun a new day. The day is the one on the wall
/// of the place where the answer was given, so that travelling changes nothing that was counted.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The hour of the wall clock at which a day begins.
  public static let rolloverHour = 4

  /// Days since 1970-01-01 on the wall calendar.
  public let number: Int

  /// The day with a number, counted from 1970-01-01.
  public init(number: Int) {
    self.number = number
  }

  /// The day that a moment belongs to in a time zone.
  public init(containing moment: Date, in zone: TimeZone) {
    let wall = moment.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: moment))
    let shifted = wall - Double(Self.rolloverHour * 3600)
    number = Int((shifted / 86_400).rounded(.down))
  }

  /// The moment at which the day begins in a time zone.
  public func start(in zone: TimeZone) -> Date {
    let wall = Double(number * 86_400 + Self.rolloverHour * 3600)
    // The offset depends on the moment sought; the second look is right on both sides of a
    // clock change, which no zone makes at four and again within a day.
    var moment = Date(timeIntervalSince1970: wall)
    for _ in 0..<2 {
      let offset = Double(zone.secondsFromGMT(for: moment))
      moment = Date(timeIntervalSince1970: wall - offset)
    }
    return moment
  }

  /// The day a number of days later, or earlier when negative.
  public func advanced(by days: Int) -> CalendarDay {
    CalendarDay(number: number + days)
  }

  /// How many days lie from another day to this one; negative when the other is later.
  public func days(since other: CalendarDay) -> Int {
    number - other.number
  }

  /// Orders days in time.
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.number < right.number
  }

  /// The date as `2025-01-31`.
  public var description: String {
    String(UTCTime(microseconds: Int64(number) * 86_400_000_000).description.prefix { $0 != "T" })
  }
}
