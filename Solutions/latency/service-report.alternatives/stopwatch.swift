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

// A function that times any stage and keeps its time; the report works on rows of requests.
func measure(
  _ service: Service, requests: [[UInt8]], warmUp: Int, now: () -> Double
) -> Measurement {
  var measurement = Measurement()
  func timed<Result>(
    _ times: WritableKeyPath<Measurement, [Double]>, _ stage: () -> Result
  ) -> Result {
    let start = now()
    defer { measurement[keyPath: times].append(now() - start) }
    return stage()
  }
  let warming = Array(repeating: requests.first, count: warmUp).compactMap { $0 }
  for request in warming + requests {
    let input = timed(\.preprocess) { service.preprocess(request) }
    let scores = timed(\.model) { service.model(input) }
    measurement.answers.append(timed(\.postprocess) { service.postprocess(scores) })
  }
  measurement.answers.removeFirst(warming.count)
  measurement.preprocess.removeFirst(warming.count)
  measurement.model.removeFirst(warming.count)
  measurement.postprocess.removeFirst(warming.count)
  return measurement
}

func report(_ measurement: Measurement, labels: [Int]) -> Report {
  let totals = zip(zip(measurement.preprocess, measurement.model), measurement.postprocess)
    .map { $0.0.0 + $0.0.1 + $0.1 }
  let latency = Latency(samples: totals.map { .seconds($0) })
  let sums = [
    "preprocess": measurement.preprocess, "model": measurement.model,
    "postprocess": measurement.postprocess,
  ].mapValues { $0.reduce(0, +) }
  let most = sums.values.max()
  return Report(
    accuracy: accuracy(of: measurement.answers, labels: labels),
    p50: latency.p50 / .milliseconds(1), p99: latency.p99 / .milliseconds(1),
    answersPerSecond: Double(totals.count) / totals.reduce(0, +),
    bottleneck: ["preprocess", "model", "postprocess"].first { sums[$0] == most } ?? "")
}

func choice(_ reports: [String: Report], accuracy: Double, limit: Double) -> String? {
  var best: String?
  for (name, report) in reports where report.accuracy >= accuracy && report.p99 <= limit {
    if let other = best.flatMap({ reports[$0] }),
      other.answersPerSecond >= report.answersPerSecond
    {
      continue
    }
    best = name
  }
  return best
}
