/// A moment in whole microseconds, read from and written as ISO 8601.
///
/// `Date` holds seconds in a floating-point number; due times of a replay are compared as text,
/// so they are added as integers.
struct UTCTime: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00:00Z.
  let microseconds: Int64

  init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Reads `2025-01-31T12:00:00Z`, with up to six decimals of a second, and an offset such as
  /// `+02:00` instead of Z. Nil for anything else, a date that does not exist included.
  init?(_ text: String) {
    var rest = text.utf8[...]
    func number(_ digits: Int) -> Int64? {
      guard rest.count >= digits else { return nil }
      var value: Int64 = 0
      for byte in rest.prefix(digits) {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 48)
      }
      rest = rest.dropFirst(digits)
      return value
    }
    func take(_ characters: String) -> UInt8? {
      guard let byte = rest.first, characters.utf8.contains(byte) else { return nil }
      rest = rest.dropFirst()
      return byte
    }

    guard let year = number(4), take("-") != nil, let month = number(2), take("-") != nil,
      let day = number(2), take("T ") != nil, let hour = number(2), take(":") != nil,
      let minute = number(2), take(":") != nil, let second = number(2),
      (1...12).contains(month), day >= 1, day <= Self.daysInMonth(month, year: year),
      hour < 24, minute < 60, second < 60
    else { return nil }

    var fraction: Int64 = 0
    if take(".") != nil {
      let digits = rest.prefix { (48...57).contains($0) }.count
      guard (1...6).contains(digits), let value = number(digits) else { return nil }
      fraction = (digits..<6).reduce(value) { scaled, _ in scaled * 10 }
    }

    var offset: Int64 = 0
    guard let sign = take("Z+-") else { return nil }
    if sign != UInt8(ascii: "Z") {
      guard let hours = number(2), take(":") != nil, let minutes = number(2), hours < 24,
        minutes < 60
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
    guard rest.isEmpty else { return nil }

    let days = Self.days(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
    microseconds = seconds * 1_000_000 + fraction
  }

  static func < (left: UTCTime, right: UTCTime) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The time as `2025-01-31T12:00:00Z`, with six decimals when it is not a whole second.
  var description: String {
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let (second, fraction) = Self.divided(microseconds, by: 1_000_000)
    let (day, time) = Self.divided(second, by: 86_400)
    let date = Self.date(day: day)
    let decimals = fraction == 0 ? "" : "." + padded(fraction, 6)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
      + "T\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2)):\(padded(time % 60, 2))"
      + "\(decimals)Z"
  }

  private static func divided(_ value: Int64, by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func daysInMonth(_ month: Int64, year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// Days since 1970-01-01. Years begin in March here, so that the leap day is a year's last:
  /// then month m starts on day (153·m + 2)/5, and 719 468 days lie before 1970.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = divided(year, by: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = divided(day + 719_468, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}
