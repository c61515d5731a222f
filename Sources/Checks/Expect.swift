/// States that something holds.
/// - Parameters:
///   - condition: what must be true.
///   - claim: the same in words: "the scale is positive".
///   - because: why it must hold, for a reader whose solution does not.
public func expect(
  _ condition: Bool, _ claim: String, because: String = "", line: Int = #line
) {
  judge(condition, at: line) {
    ["message": "this does not hold: \(claim)", "expected": claim, "because": because]
  }
}

/// States that two values are equal.
/// - Parameters:
///   - got: what the solution computed.
///   - expected: what is right.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect<Value: Equatable>(
  _ got: Value, equals expected: Value, given: String = "", because: String = "",
  line: Int = #line
) {
  judge(got == expected, at: line) {
    let (left, right, difference) = compareTexts(describe(got), describe(expected))
    return [
      "got": left, "expected": right, "difference": difference, "given": given,
      "because": because,
    ]
  }
}

/// States that two lists are equal, element by element.
/// - Parameters:
///   - got: what the solution computed.
///   - expected: what is right.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect<Element: Equatable>(
  _ got: [Element], equals expected: [Element], given: String = "", because: String = "",
  line: Int = #line
) {
  judge(got == expected, at: line) {
    compareLists(got, expected, given: given, because: because) { left, right in
      left == right ? nil : ""
    }
  }
}

/// States that two optional values are equal.
/// - Parameters:
///   - got: what the solution computed.
///   - expected: what is right; nil where nothing is.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect<Value: Equatable>(
  _ got: Value?, equals expected: Value?, given: String = "", because: String = "",
  line: Int = #line
) {
  judge(got == expected, at: line) {
    let left = got.map { describe($0) } ?? "nil"
    let right = expected.map { describe($0) } ?? "nil"
    let (shownLeft, shownRight, difference) = compareTexts(left, right)
    return [
      "got": shownLeft, "expected": shownRight, "difference": difference, "given": given,
      "because": because,
    ]
  }
}

/// States that the axes of a tensor have these lengths.
/// - Parameters:
///   - got: the shape that the solution computed, such as `[2, 3]`.
///   - expected: the shape that is right.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expectSameShape(
  _ got: [Int], _ expected: [Int], given: String = "", because: String = "", line: Int = #line
) {
  judge(got == expected, at: line) {
    var difference = ""
    if got.count != expected.count {
      difference = "\(got.count) axes instead of \(expected.count)"
    } else if got.reversed() == expected {
      difference = "the axes are in reverse order"
    } else if let axis = got.indices.first(where: { got[$0] != expected[$0] }) {
      difference = "axis \(axis) has length \(got[axis]) instead of \(expected[axis])"
    }
    return [
      "got": "shape \(got)", "expected": "shape \(expected)", "difference": difference,
      "given": given, "because": because,
    ]
  }
}

/// States that a call refuses its input.
/// - Parameters:
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the input must be refused.
///   - body: the call.
public func expectThrows<Result>(
  given: String = "", because: String = "", line: Int = #line, _ body: () throws -> Result
) {
  var returned: Result?
  do { returned = try body() } catch { returned = nil }
  judge(returned == nil, at: line) {
    let value = returned.map { describe($0) } ?? "nothing"
    return [
      "got": value == "()" ? "no error" : "no error, but \(value)", "expected": "a thrown error",
      "given": given, "because": because,
    ]
  }
}

/// Reports to the grader whether an expectation held; `fields` is asked for only where it did not.
func judge(_ held: Bool, at line: Int, _ fields: () -> [String: String]) {
  guard !held else {
    Recorder.current?.hold()
    return
  }
  var reported = fields().filter { !$0.value.isEmpty }
  reported["line"] = String(line)
  Recorder.current?.fail(reported)
}
