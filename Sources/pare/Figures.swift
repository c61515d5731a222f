import Foundation

/// Numbers as people read them.
enum Figures {
  /// `1,663,370`
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in "\(number.magnitude)".reversed().enumerated() {
      if place > 0 && place.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  /// `6.65 MB`, in units of 1000.
  static func bytes(_ count: Int) -> String { scaled(Double(count)) + "B" }

  /// `12.3 M`, ready for a unit behind it.
  static func scaled(_ number: Double) -> String {
    for (size, prefix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where number >= size {
      return "\(threeDigits(number / size)) \(prefix)"
    }
    return number == number.rounded() ? "\(Int(number)) " : "\(threeDigits(number)) "
  }

  /// Three digits that count, at least the whole number, and no exponent.
  static func threeDigits(_ number: Double) -> String {
    guard number.isFinite else { return "-" }
    if number >= 1000 { return grouped(Int(number.rounded())) }
    let digits = number >= 100 ? 0 : number >= 10 ? 1 : number >= 1 ? 2 : 3
    return String(format: "%.\(digits)f", number)
  }

  /// `0.612 ms` or, below a tenth of a millisecond, `61.2 µs`.
  static func time(_ duration: Duration) -> String {
    let milliseconds = duration / .milliseconds(1)
    return milliseconds < 0.1
      ? "\(threeDigits(1000 * milliseconds)) µs" : "\(threeDigits(milliseconds)) ms"
  }

  /// `92.4 %`; without digits, `92 %`, but `0.4 %`.
  static func percent(_ share: Double, digits: Int = 1) -> String {
    let digits = digits == 0 && share < 0.0995 ? 1 : digits
    return String(format: "%.\(digits)f %%", 100 * share)
  }
}
