/// What was measured of one operator, and what is known of it.
package struct OperatorMeasurement: Sendable {
  package var name: String
  package var kind: String
  package var outputShape: [Int]
  /// For one example.
  package var multiplyAccumulates: Int
  /// For one example.
  package var floatingPointOperations: Int
  package var weightBytes: Int
  /// For one example.
  package var activationBytes: Int
  /// The times of all calls, one behind the other.
  package var times: [Duration]

  package init(
    name: String, kind: String, outputShape: [Int], multiplyAccumulates: Int,
    floatingPointOperations: Int, weightBytes: Int, activationBytes: Int, times: [Duration]
  ) {
    self.name = name
    self.kind = kind
    self.outputShape = outputShape
    self.multiplyAccumulates = multiplyAccumulates
    self.floatingPointOperations = floatingPointOperations
    self.weightBytes = weightBytes
    self.activationBytes = activationBytes
    self.times = times
  }
}

extension ModelProfile {
  /// Sets what was measured against what the machine can do.
  package init(
    batch: Int, latency: Latency, measurements: [OperatorMeasurement], roofline: Roofline
  ) {
    self.batch = batch
    threads = roofline.threads
    self.latency = latency
    self.roofline = roofline
    let latencies = measurements.map { Latency(samples: $0.times) }
    let total = latencies.reduce(.zero) { $0 + $1.median }
    // Threads that worked side by side took more time together than has passed.
    let scale = threads > 1 && total > latency.median ? latency.median / total : 1
    let allWeights = roofline.level(holding: measurements.reduce(0) { $0 + $1.weightBytes })
    operators = zip(measurements, latencies).map { measured, time in
      OperatorProfile(
        name: measured.name, kind: measured.kind, outputShape: measured.outputShape,
        multiplyAccumulates: batch * measured.multiplyAccumulates,
        floatingPointOperations: batch * measured.floatingPointOperations,
        bytesMoved: measured.weightBytes + batch * measured.activationBytes,
        latency: scale == 1 ? time : Latency(samples: time.samples.map { $0 * scale }),
        share: total == .zero ? 0 : time.median / total,
        shortestTime: roofline.shortestTime(
          operations: batch * measured.floatingPointOperations,
          reading: [
            (measured.weightBytes, allWeights),
            (batch * measured.activationBytes, roofline.level(holding: measured.activationBytes)),
          ]))
    }
  }
}

extension Roofline {
  /// The time below which this machine cannot do some work.
  ///
  /// - Parameters:
  ///   - operations: floating-point operations.
  ///   - reading: bytes that come from a level, one after the other.
  func shortestTime(operations: Int, reading: [(bytes: Int, level: Level)]) -> Duration {
    let arithmetic = Double(operations) / peakGigaFLOPs
    let transport = reading.reduce(0) { $0 + Double($1.bytes) / $1.level.gigabytesPerSecond }
    return .nanoseconds(1) * max(arithmetic, transport)
  }
}
