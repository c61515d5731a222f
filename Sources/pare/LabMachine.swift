import Foundation
import ModelOptimization

/// What the lab needs to know of the machine.
enum LabMachine {
  /// Its memory in bytes.
  static var memory: Int { Int(clamping: ProcessInfo.processInfo.physicalMemory) }

  /// What measuring with so many threads should warn of; nil where nothing is odd.
  static func warning(threads: Int) -> String? {
    let cores = availableCores()
    guard threads > cores else { return nil }
    return "This process may use \(cores) \(cores == 1 ? "core" : "cores"): \(threads) threads "
      + "share them, and are slower for it."
  }
}

/// Where the numbers of a latency go in a JSON document, in milliseconds.
struct LatencyFigures: Encodable {
  let p50, p90, p99, mean, standardDeviation, minimum, maximum, interquartileRange: Double
  /// Where the median lies with a confidence of 95 %: from, to; nil from too few calls.
  let medianConfidenceInterval: [Double]?
  let outliers, repetitions: Int

  /// What is to be said of a p90 from so many calls; nil from enough of them.
  static func noteOnFewCalls(_ calls: Int) -> String? {
    guard calls < 10 else { return nil }
    return "Of \(calls) calls, p90 is the slowest: --repetitions 10 or more tell the two apart."
  }

  init(_ latency: Latency) {
    func milliseconds(_ time: Duration) -> Double { time / .milliseconds(1) }
    p50 = milliseconds(latency.p50)
    p90 = milliseconds(latency.p90)
    p99 = milliseconds(latency.p99)
    mean = milliseconds(latency.mean)
    standardDeviation = milliseconds(latency.standardDeviation)
    minimum = milliseconds(latency.minimum)
    maximum = milliseconds(latency.maximum)
    interquartileRange = milliseconds(latency.interquartileRange)
    medianConfidenceInterval = latency.medianConfidenceInterval.map {
      [milliseconds($0.lowerBound), milliseconds($0.upperBound)]
    }
    outliers = latency.outlierCount
    repetitions = latency.samples.count
  }
}

/// The energy of an answer, or why nobody knows it.
struct EnergyFigures: Encodable {
  let joulesPerImage: Double?
  let watts: Double?
  /// What the counters count.
  let zones: [String]?
  let unavailable: String?

  /// Runs calls for a second and reads the processor's counters before and after.
  init(imagesPerCall: Int, call: () -> Void) {
    do {
      let meter = try EnergyMeter()
      let clock = ContinuousClock()
      var calls = 0
      let (begin, start) = (clock.now, try meter.read())
      while clock.now - begin < .seconds(1) {
        call()
        calls += 1
      }
      let joules = meter.joules(from: start, to: try meter.read())
      joulesPerImage = joules / Double(calls * imagesPerCall)
      watts = joules / ((clock.now - begin) / .seconds(1))
      zones = meter.zones.map(\.name)
      unavailable = nil
    } catch {
      (joulesPerImage, watts, zones) = (nil, nil, nil)
      unavailable = "\(error)"
    }
  }
}
