#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// States that one piece of code takes less time than another.
///
/// Both run in pairs, one right after the other and in changing order, so that whatever slows the
/// machine down slows both. The ratio of each pair is taken; the interval that holds the
/// median ratio with 98 % confidence (sign test) decides: above `ratio` the statement holds,
/// below it fails, across it noise had the last word and the check stays undecided.
/// - Parameters:
///   - body: the code that should be fast.
///   - baseline: the code it is compared with.
///   - ratio: how many times as fast `body` must be.
///   - because: where the gain comes from.
public func expectFaster<First, Second>(
  _ body: () -> First, than baseline: () -> Second, by ratio: Double, because: String = "",
  line: Int = #line
) {
  if Recorder.current?.assumesSpeed == true {
    Recorder.current?.hold()
    return
  }
  // A sample repeats its code until it lasts about 1 ms, far above what reading a clock costs.
  let fastCount = repetitions(body)
  let slowCount = repetitions(baseline)
  let start = now()
  var ratios: [Double] = []
  var interval = (lower: 0.0, upper: Double.infinity)
  while ratios.count < 101 {
    let fast: Double
    let slow: Double
    if ratios.count.isMultiple(of: 2) {
      fast = seconds(repeating: fastCount, body)
      slow = seconds(repeating: slowCount, baseline)
    } else {
      slow = seconds(repeating: slowCount, baseline)
      fast = seconds(repeating: fastCount, body)
    }
    ratios.append(slow / max(fast, 1e-12))
    if ratios.count >= 7 {
      interval = medianInterval(of: ratios)
      if interval.lower >= ratio || interval.upper < ratio { break }
    }
    if now() - start > 1.5, ratios.count >= 7 { break }
  }
  let median = ratios.sorted()[ratios.count / 2]
  if interval.lower >= ratio {
    Recorder.current?.hold()
    return
  }
  let fields = [
    "got": "\(short(median)) times as fast (between \(short(interval.lower)) and "
      + "\(short(interval.upper)) in \(ratios.count) paired runs)",
    "expected": "at least \(short(ratio)) times as fast", "because": because,
    "line": String(line),
  ].filter { !$0.value.isEmpty }
  if interval.upper < ratio {
    Recorder.current?.fail(fields)
  } else {
    Recorder.current?.leaveUndecided(fields)
  }
}

/// Uses a value in a way that the optimiser cannot see through, so that computing it is not
/// optimised away.
@inline(never)
@_optimize(none)
public func keep<Value>(_ value: Value) {
  withUnsafePointer(to: value) { sink = UInt(bitPattern: $0) }
}

/// Where `keep` leaves an address.
nonisolated(unsafe) private var sink: UInt = 0

/// The interval between the order statistics that holds the median with about 98 % confidence:
/// for n = 7 the smallest and the largest value (1 − 2·0.5⁷ = 98.4 %), further in for larger n.
func medianInterval(of ratios: [Double]) -> (lower: Double, upper: Double) {
  let sorted = ratios.sorted()
  let count = sorted.count
  // The largest k for which at most k − 1 of n fair coins show heads in 1 % of all cases.
  var cumulative = 0.0
  var term = 1.0
  for _ in 0..<count { term /= 2 }
  var rank = 0
  while rank < count / 2 {
    cumulative += term
    guard cumulative <= 0.01 else { break }
    term *= Double(count - rank) / Double(rank + 1)
    rank += 1
  }
  let lower = max(0, rank - 1)
  return (sorted[lower], sorted[count - 1 - lower])
}

/// How often a sample repeats `body`; the first run fills caches and is not counted.
private func repetitions<Result>(_ body: () -> Result) -> Int {
  keep(body())
  return max(1, min(100_000, Int(0.001 / max(seconds(repeating: 1, body), 1e-8))))
}

/// The time of one call, in seconds, measured over `count` of them.
private func seconds<Result>(repeating count: Int, _ body: () -> Result) -> Double {
  let start = now()
  for _ in 0..<count { keep(body()) }
  return (now() - start) / Double(count)
}

private func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
