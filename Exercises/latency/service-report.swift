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
  // TODO: warm up; then read the clock between the stages of every request.
  return Measurement()
}

/// Sums a measurement up.
///
/// - Parameters:
///   - measurement: of at least one request.
///   - labels: the right answers.
func report(_ measurement: Measurement, labels: [Int]) -> Report {
  // TODO: add up the stages of each request first.
  return Report(accuracy: 0, p50: 0, p99: 0, answersPerSecond: 0, bottleneck: "")
}

/// The service with the most answers a second among those that are good enough.
///
/// - Parameters:
///   - reports: by name.
///   - accuracy: the least that is good enough.
///   - limit: the longest p99 that is good enough, in milliseconds.
/// - Returns: its name; nil where none is good enough.
func choice(_ reports: [String: Report], accuracy: Double, limit: Double) -> String? {
  // TODO: two limits, then the fastest of what is left.
  return ""
}
