import Foundation
import Testing
import Workbook

@Suite struct `The clock` {
  /// Seconds since 1970 of `PARE_NOW`; the clock goes on, so that a little is allowed on top.
  private func seconds(_ text: String, zone: String = "UTC") throws -> Double {
    let clock = try Clock(environment: ["PARE_NOW": text, "TZ": zone])
    return clock.now.timeIntervalSince1970
  }

  // 1777628400 is 2026-05-01T09:40:00Z: date -u -d 2026-05-01T09:40:00Z +%s
  @Test(arguments: [
    "2026-05-01T09:40:00Z", "2026-05-01T09:40:00.000Z", "2026-05-01T11:40:00+02:00",
    "2026-05-01T11:40:00+0200", "2026-05-01T04:10:00-05:30", "2026-05-01T09:40:00",
  ])
  func `reads every usual way of writing a moment`(_ text: String) throws {
    let read = try seconds(text)
    #expect((1_777_628_400..<1_777_628_460).contains(read))
  }

  @Test func `takes a time without an offset, and a day alone, as the learner's own`() throws {
    // Prague is two hours ahead of UTC in May.
    let time = try seconds("2026-05-01T11:40:00", zone: "Europe/Prague")
    #expect((1_777_628_400..<1_777_628_460).contains(time))
    // 1777586400 is 2026-04-30T22:00:00Z, midnight in Prague.
    let day = try seconds("2026-05-01", zone: "Europe/Prague")
    #expect((1_777_586_400..<1_777_586_460).contains(day))
  }

  @Test(arguments: [
    "tomorrow", "2026-13-01", "2026-02-30", "2026-05-01T24:01:00Z", "2026-05-01T99:00:00Z",
    "2026-05-01T09:61:00Z", "2026-05-01 or so", "2026-05-01T09:40:00Z!", "12:00", "1777628400",
  ])
  func `refuses what is no time, and says how to write one`(_ text: String) {
    #expect(throws: WorkbookError.badClock(text)) {
      try Clock(environment: ["PARE_NOW": text])
    }
    let message = WorkbookError.badClock(text).description
    #expect(message.contains("\"\(text)\"") && message.contains("2026-05-01T09:30:00Z"))
  }

  @Test func `is the machine's where nothing is said, and goes on`() throws {
    let clock = try Clock(environment: ["PARE_NOW": ""])
    let first = clock.now
    #expect(abs(first.timeIntervalSinceNow) < 60)
    #expect(clock.now >= first)
  }
}
