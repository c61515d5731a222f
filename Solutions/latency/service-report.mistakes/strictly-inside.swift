import ModelOptimization

struct Service {
  var preprocess: ([UInt8]) -> Tensor
  var model: (Tensor) -> Tensor
  var postprocess: (Tensor) -> Int
}

struct Measurement: Equatable {
  var answers: [Int] = []
  var preprocess: [Double] = []
  var model: [Double] = []
  var postprocess: [Double] = []
}

struct Report: Equatable {
  var accuracy: Double
  var p50: Double
  var p99: Double
  var answersPerSecond: Double
  var bottleneck: String
}

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

func choice(_ reports: [String: Report], accuracy: Double, limit: Double) -> String? {
  let good = reports.filter { _, report in
    report.accuracy > accuracy && report.p99 < limit
  }
  return good.max { left, right in
    left.value.answersPerSecond < right.value.answersPerSecond
  }?.key
}
