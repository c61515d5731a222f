import ModelOptimization

/// A service in three stages: from the bytes of a picture to a class.
struct Service {
  /// Makes the model's input from bytes.
  var preprocess: ([UInt8]) -> Tensor
  /// Gives the scores of the classes.
  var model: (Tensor) -> Tensor
  /// Makes an answer of the scores.
  var postprocess: (Tensor) -> Int
}

/// What was measured of a service: for each request its answer and the seconds of each stage.
struct Measurement: Equatable {
  var answers: [Int] = []
  var preprocess: [Double] = []
  var model: [Double] = []
  var postprocess: [Double] = []
}

/// What a decision needs to know of a service.
struct Report: Equatable {
  /// The share of the answers that are right, from 0 to 1.
  var accuracy: Double
  /// Percentiles of whole requests, by nearest rank, in milliseconds.
  var p50: Double
  var p99: Double
  /// Answers a second, when one request follows the other.
  var answersPerSecond: Double
  /// The stage with the most time of all requests together: "preprocess", "model" or
  /// "postprocess"; of equal ones the first.
  var bottleneck: String
}

/// Answers requests one after the other and measures each stage of each.
///
/// - Parameters:
///   - service: what answers.
///   - requests: the bytes of a picture each; at least one.
///   - warmUp: how often to answer the first request before, without keeping anything.
///   - now: the time in seconds since some fixed moment; it never goes back.
func measure(
  _ service: Service, requests: [[UInt8]], warmUp: Int, now: () -> Double
) -> Measurement {
  if let first = requests.first {
    for _ in 0..<warmUp {
      _ = service.postprocess(service.model(service.preprocess(first)))
    }
  }

  var measurement = Measurement()
  for request in requests {
    let start = now()
    let input = service.preprocess(request)
    let prepared = now()
    let scores = service.model(input)
    let computed = now()
    let answer = service.postprocess(scores)
    let end = now()
    measurement.answers.append(answer)
    measurement.preprocess.append(prepared - start)
    measurement.model.append(computed - prepared)
    measurement.postprocess.append(end - computed)
  }
  return measurement
}

/// Sums a measurement up.
///
/// - Parameters:
///   - measurement: of at least one request.
///   - labels: the right answers.
func report(_ measurement: Measurement, labels: [Int]) -> Report {
  let stages = [
    ("preprocess", measurement.preprocess), ("model", measurement.model),
    ("postprocess", measurement.postprocess),
  ]
  let totals = measurement.answers.indices.map { request in
    stages.reduce(0) { sum, stage in sum + stage.1[request] }
  }
  let ranked = totals.sorted()
  func percentile(_ percent: Int) -> Double {
    1000 * ranked[(percent * ranked.count + 99) / 100 - 1]
  }

  var bottleneck = (name: "", seconds: -1.0)
  for (name, times) in stages {
    let seconds = times.reduce(0, +)
    if seconds > bottleneck.seconds { bottleneck = (name, seconds) }
  }
  let right = zip(measurement.answers, labels).count { answer, label in answer == label }
  return Report(
    accuracy: Double(right) / Double(totals.count),
    p50: percentile(50), p99: percentile(99),
    answersPerSecond: Double(totals.count) / totals.reduce(0, +),
    bottleneck: bottleneck.name)
}

/// The service with the most answers a second among those that are good enough.
///
/// - Parameters:
///   - reports: by name.
///   - accuracy: the least that is good enough.
///   - limit: the longest p99 that is good enough, in milliseconds.
/// - Returns: its name; nil where none is good enough.
func choice(_ reports: [String: Report], accuracy: Double, limit: Double) -> String? {
  let good = reports.filter { _, report in
    report.accuracy >= accuracy && report.p99 <= limit
  }
  return good.max { left, right in
    left.value.answersPerSecond < right.value.answersPerSecond
  }?.key
}
