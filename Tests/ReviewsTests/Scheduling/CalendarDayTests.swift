import Foundation
import Reviews
import Testing

@Suite struct `A calendar day` {
  static func day(_ text: String, _ zone: String) throws -> CalendarDay {
    CalendarDay(containing: try moment(text), in: try #require(TimeZone(identifier: zone)))
  }

  @Test(arguments: [
    // UTC moment, zone, day by hand: the wall clock less four hours
    ("2025-06-10T01:59:59Z", "Europe/Prague", "2025-06-09"),  // 03:59:59 CEST
    ("2025-06-10T02:00:00Z", "Europe/Prague", "2025-06-10"),  // 04:00 CEST
    ("2025-01-10T02:59:59Z", "Europe/Prague", "2025-01-09"),  // 03:59:59 CET
    ("2025-01-10T03:00:00Z", "Europe/Prague", "2025-01-10"),
    ("2024-03-01T03:59:00Z", "GMT", "2024-02-29"),  // a leap day's small hours
    ("2025-03-01T03:59:00Z", "GMT", "2025-02-28"),
    ("2024-12-31T20:00:00Z", "Asia/Taipei", "2025-01-01"),  // 04:00 on New Year's Day
    ("1969-12-31T23:00:00Z", "GMT", "1969-12-31"),
    ("1970-01-01T03:59:59Z", "GMT", "1969-12-31"),
  ])
  func `begins at four on the wall clock`(text: String, zone: String, expected: String) throws {
    #expect(try Self.day(text, zone).description == expected)
  }

  @Test func `counts calendar days over clock changes, not periods of 24 hours`() throws {
    // Summer time began in Prague on 2025-03-30 and ended on 2025-10-26.
    let spring = try Self.day("2025-03-30T20:00:00Z", "Europe/Prague")
    #expect(spring.days(since: try Self.day("2025-03-29T21:30:00Z", "Europe/Prague")) == 1)
    let autumn = try Self.day("2025-10-27T03:00:00Z", "Europe/Prague")
    #expect(autumn.days(since: try Self.day("2025-10-26T02:00:00Z", "Europe/Prague")) == 2)
  }

  @Test(arguments: [
    "GMT", "Europe/Prague", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Kiritimati", "America/St_Johns",
  ])
  func `starts where the moment before belongs to the day before`(identifier: String) throws {
    let zone = try #require(TimeZone(identifier: identifier))
    let first = try Self.day("2024-01-01T12:00:00Z", "GMT")
    for offset in 0..<800 {
      let day = first.advanced(by: offset)
      let start = day.start(in: zone)
      #expect(CalendarDay(containing: start, in: zone) == day)
      #expect(
        CalendarDay(containing: start.addingTimeInterval(-1), in: zone) == day.advanced(by: -1))
    }
  }

  @Test func `orders and names days`() throws {
    let day = try Self.day("2024-02-28T12:00:00Z", "GMT")
    #expect(day < day.advanced(by: 1))
    #expect(day.advanced(by: 1).description == "2024-02-29")
    #expect(day.advanced(by: 366).description == "2025-02-28")
    #expect(CalendarDay(number: 0).description == "1970-01-01")
  }
}
