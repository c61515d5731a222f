/// How values look in a report, and what sets two of them apart.

/// A value as text: strings in quotes with their white space visible, numbers as short as they
/// can be without losing a bit.
func describe(_ value: some Any) -> String {
  switch value {
  case let text as String: return text.debugDescription
  // The C library prints the sign of NaN, which means nothing.
  case let number as Float where number.isNaN: return "nan"
  case let number as Double where number.isNaN: return "nan"
  case let numbers as [Float] where numbers.contains(where: \.isNaN):
    return "[" + numbers.map { describe($0) }.joined(separator: ", ") + "]"
  case let numbers as [Double] where numbers.contains(where: \.isNaN):
    return "[" + numbers.map { describe($0) }.joined(separator: ", ") + "]"
  default: return String(describing: value)
  }
}

/// Whether two numbers are at most `tolerance` apart; NaN is near NaN alone.
func isNear<Number: BinaryFloatingPoint>(
  _ got: Number, _ expected: Number, _ tolerance: Number
) -> Bool {
  if got.isNaN || expected.isNaN { return got.isNaN && expected.isNaN }
  if got == expected { return true }
  let apart = got - expected
  return apart.magnitude <= tolerance && apart.isFinite
}

/// In words, how far two numbers are apart; nil where they are near enough.
func distance<Number: BinaryFloatingPoint>(
  _ got: Number, _ expected: Number, _ tolerance: Number
) -> String? {
  if isNear(got, expected, tolerance) { return nil }
  if got.isNaN { return "got is not a number (0/0, ∞−∞, or the root or logarithm of a negative)" }
  if expected.isNaN { return "only NaN is right here" }
  if got.isInfinite { return "got is infinite (a division by zero, or an overflow)" }
  if expected.isInfinite { return "only \(describe(expected)) is right here" }
  let apart = Double(got) - Double(expected)
  var words = "off by \(short(apart.magnitude))"
  if tolerance > 0 { words += ", at most \(describe(tolerance)) is accepted" }
  if got == -expected { words += "; the sign is wrong" }
  return words
}

/// What sets two lists apart: their counts, or the first element that differs, with the values
/// around it.
func compareLists<Element>(
  _ got: [Element], _ expected: [Element], given: String, because: String,
  apart: (Element, Element) -> String?
) -> [String: String] {
  let shared = min(got.count, expected.count)
  var first = shared
  var words = ""
  var count = 0
  for index in 0..<shared {
    guard let found = apart(got[index], expected[index]) else { continue }
    if count == 0 {
      first = index
      words = found
    }
    count += 1
  }
  var difference = ""
  if got.count != expected.count {
    difference = "\(elements(got.count)) instead of \(elements(expected.count))"
  }
  if count > 0 {
    if !difference.isEmpty { difference += "; " }
    difference += "first differs at index \(first)"
    if !words.isEmpty { difference += ": " + words }
    if count > 1 { difference += " (\(count) of \(shared) differ)" }
  }
  return [
    "got": window(of: got, around: first), "expected": window(of: expected, around: first),
    "difference": difference, "given": given, "because": because,
  ]
}

private func elements(_ count: Int) -> String {
  count == 1 ? "1 element" : "\(count) elements"
}

/// A list, shortened around `index` to what a line or two can hold.
func window<Element>(of list: [Element], around index: Int) -> String {
  let whole = "[" + list.prefix(17).map { describeShort($0) }.joined(separator: ", ") + "]"
  if list.count <= 16, whole.count <= 160 { return whole }
  let start = max(0, min(index - 3, list.count - 8))
  let end = min(list.count, start + 8)
  var parts = list[start..<end].map { describeShort($0) }
  if start > 0 { parts.insert("…", at: 0) }
  if end < list.count { parts.append("…") }
  return "[" + parts.joined(separator: ", ")
    + "] (indices \(start) to \(end - 1) of \(list.count))"
}

private func describeShort(_ value: some Any) -> String {
  let text = describe(value)
  return text.count <= 60 ? text : String(text.prefix(59)) + "…"
}

/// Two texts, shortened around the first character that differs, and where that is.
func compareTexts(_ got: String, _ expected: String) -> (String, String, String) {
  let left = Array(got)
  let right = Array(expected)
  var first = 0
  while first < left.count, first < right.count, left[first] == right[first] { first += 1 }
  var difference = ""
  if left.filter({ !$0.isWhitespace }) == right.filter({ !$0.isWhitespace }), got != expected {
    difference = "only white space differs, from character \(first + 1) on"
  } else if left.count > 40 || right.count > 40 {
    difference = "first differs at character \(first + 1)"
  }
  return (excerpt(left, around: first), excerpt(right, around: first), difference)
}

private func excerpt(_ text: [Character], around index: Int) -> String {
  guard text.count > 240 else { return String(text) }
  let start = max(0, min(index - 60, text.count - 120))
  let end = min(text.count, start + 120)
  return (start > 0 ? "…" : "") + String(text[start..<end]) + (end < text.count ? "…" : "")
}

/// A distance with three digits, for a reader; the values themselves are shown in full.
func short(_ number: Double) -> String {
  guard number.isFinite, number != 0 else { return number.description }
  var scale = 1.0
  var magnitude = number.magnitude
  while magnitude >= 1000, scale < 1e300 {
    magnitude /= 10
    scale /= 10
  }
  while magnitude < 100, scale < 1e300 {
    magnitude *= 10
    scale *= 10
  }
  let rounded = Float((number * scale).rounded() / scale)
  return rounded == 0 || !rounded.isFinite ? number.description : rounded.description
}
