/// States that a number is near another.
/// - Parameters:
///   - got: what the solution computed. NaN is near nothing but a NaN that is expected.
///   - expected: what is right.
///   - within: the largest distance that is accepted, in the unit of the numbers.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect(
  _ got: Float, equals expected: Float, within tolerance: Float, given: String = "",
  because: String = "", line: Int = #line
) {
  expectNear(got, expected, tolerance, given, because, line)
}

/// States that a number is near another.
/// - Parameters:
///   - got: what the solution computed. NaN is near nothing but a NaN that is expected.
///   - expected: what is right.
///   - within: the largest distance that is accepted, in the unit of the numbers.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect(
  _ got: Double, equals expected: Double, within tolerance: Double, given: String = "",
  because: String = "", line: Int = #line
) {
  expectNear(got, expected, tolerance, given, because, line)
}

/// States that each number of a list is near its counterpart.
/// - Parameters:
///   - got: what the solution computed.
///   - expected: what is right; as many numbers.
///   - within: the largest distance that is accepted, in the unit of the numbers.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect(
  _ got: [Float], equals expected: [Float], within tolerance: Float, given: String = "",
  because: String = "", line: Int = #line
) {
  expectNear(got, expected, tolerance, given, because, line)
}

/// States that each number of a list is near its counterpart.
/// - Parameters:
///   - got: what the solution computed.
///   - expected: what is right; as many numbers.
///   - within: the largest distance that is accepted, in the unit of the numbers.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect(
  _ got: [Double], equals expected: [Double], within tolerance: Double, given: String = "",
  because: String = "", line: Int = #line
) {
  expectNear(got, expected, tolerance, given, because, line)
}

/// States that each number of a table is near its counterpart.
/// - Parameters:
///   - got: the rows that the solution computed.
///   - expected: the rows that are right, of the same lengths.
///   - within: the largest distance that is accepted, in the unit of the numbers.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why `expected` is right.
public func expect(
  _ got: [[Float]], equals expected: [[Float]], within tolerance: Float, given: String = "",
  because: String = "", line: Int = #line
) {
  let gotLengths = got.map(\.count)
  let expectedLengths = expected.map(\.count)
  if gotLengths != expectedLengths {
    judge(false, at: line) {
      [
        "got": shapeOfRows(gotLengths), "expected": shapeOfRows(expectedLengths),
        "difference": "the shape differs", "given": given, "because": because,
      ]
    }
    return
  }
  let row = got.indices.first { row in
    got[row].indices.contains { !isNear(got[row][$0], expected[row][$0], tolerance) }
  }
  guard let row else {
    judge(true, at: line) { [:] }
    return
  }
  judge(false, at: line) {
    var fields = compareLists(got[row], expected[row], given: given, because: because) {
      distance($0, $1, tolerance)
    }
    fields["difference"] = "row \(row), " + (fields["difference"] ?? "")
    return fields
  }
}

/// States that a number is not above a bound.
/// - Parameters:
///   - got: what the solution computed.
///   - bound: the largest value that is accepted.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the bound holds.
public func expect(
  _ got: Float, atMost bound: Float, given: String = "", because: String = "", line: Int = #line
) { expectBound(got, got <= bound, "at most", bound, given, because, line) }

/// States that a number is not above a bound.
/// - Parameters:
///   - got: what the solution computed.
///   - bound: the largest value that is accepted.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the bound holds.
public func expect(
  _ got: Double, atMost bound: Double, given: String = "", because: String = "", line: Int = #line
) { expectBound(got, got <= bound, "at most", bound, given, because, line) }

/// States that a number is not above a bound.
/// - Parameters:
///   - got: what the solution computed.
///   - bound: the largest value that is accepted.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the bound holds.
public func expect(
  _ got: Int, atMost bound: Int, given: String = "", because: String = "", line: Int = #line
) { expectBound(got, got <= bound, "at most", bound, given, because, line) }

/// States that a number is not below a bound.
/// - Parameters:
///   - got: what the solution computed.
///   - bound: the smallest value that is accepted.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the bound holds.
public func expect(
  _ got: Float, atLeast bound: Float, given: String = "", because: String = "", line: Int = #line
) { expectBound(got, got >= bound, "at least", bound, given, because, line) }

/// States that a number is not below a bound.
/// - Parameters:
///   - got: what the solution computed.
///   - bound: the smallest value that is accepted.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the bound holds.
public func expect(
  _ got: Double, atLeast bound: Double, given: String = "", because: String = "",
  line: Int = #line
) { expectBound(got, got >= bound, "at least", bound, given, because, line) }

/// States that a number is not below a bound.
/// - Parameters:
///   - got: what the solution computed.
///   - bound: the smallest value that is accepted.
///   - given: what went in, where the check's own code does not say it plainly.
///   - because: why the bound holds.
public func expect(
  _ got: Int, atLeast bound: Int, given: String = "", because: String = "", line: Int = #line
) { expectBound(got, got >= bound, "at least", bound, given, because, line) }

/// States that a share of predictions is right.
/// - Parameters:
///   - predictions: the classes that the solution predicts, `[samples]`.
///   - labels: the classes that are right, `[samples]`.
///   - atLeast: the share that must agree, from 0 to 1.
///   - given: what was predicted for, where the check's own code does not say it plainly.
///   - because: why this share can be reached.
public func expectAccuracy(
  _ predictions: [Int], of labels: [Int], atLeast bound: Double, given: String = "",
  because: String = "", line: Int = #line
) {
  let right = zip(predictions, labels).count { $0 == $1 }
  let accuracy = labels.isEmpty ? 0 : Double(right) / Double(labels.count)
  judge(predictions.count == labels.count && accuracy >= bound, at: line) {
    var fields = [
      "expected": "at least \(percent(bound)) right", "given": given, "because": because,
      "got": "\(percent(accuracy)), \(right) of \(labels.count)",
    ]
    if predictions.count != labels.count {
      fields["got"] = "\(predictions.count) predictions"
      fields["expected"] = "\(labels.count) predictions"
    } else if let first = predictions.first, predictions.count > 1,
      predictions.allSatisfy({ $0 == first })
    {
      fields["difference"] = "every prediction is class \(first)"
    }
    return fields
  }
}

private func expectNear<Number: BinaryFloatingPoint>(
  _ got: Number, _ expected: Number, _ tolerance: Number, _ given: String, _ because: String,
  _ line: Int
) {
  let apart = distance(got, expected, tolerance)
  judge(apart == nil, at: line) {
    [
      "got": describe(got), "expected": describe(expected), "difference": apart ?? "",
      "given": given, "because": because,
    ]
  }
}

private func expectNear<Number: BinaryFloatingPoint>(
  _ got: [Number], _ expected: [Number], _ tolerance: Number, _ given: String,
  _ because: String, _ line: Int
) {
  let held =
    got.count == expected.count
    && got.indices.allSatisfy { isNear(got[$0], expected[$0], tolerance) }
  judge(held, at: line) {
    compareLists(got, expected, given: given, because: because) { distance($0, $1, tolerance) }
  }
}

private func expectBound<Number>(
  _ got: Number, _ held: Bool, _ relation: String, _ bound: Number, _ given: String,
  _ because: String, _ line: Int
) {
  judge(held, at: line) {
    [
      "got": describe(got), "expected": "\(relation) \(describe(bound))", "given": given,
      "because": because,
    ]
  }
}

/// "3 rows of 4", or the lengths where they differ.
private func shapeOfRows(_ lengths: [Int]) -> String {
  guard let first = lengths.first else { return "no rows" }
  let rows = lengths.count == 1 ? "1 row" : "\(lengths.count) rows"
  guard lengths.allSatisfy({ $0 == first }) else { return "\(rows) of lengths \(lengths)" }
  return "\(rows) of \(first)"
}

/// A share with at most two places after the point: "87.5 %".
func percent(_ share: Double) -> String {
  let hundredths = (share * 10000).rounded() / 100
  let text = hundredths.description
  return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " %"
}
