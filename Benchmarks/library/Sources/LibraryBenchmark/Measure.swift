import CKernels
import Foundation
import ModelOptimization

/// How long a call takes.
///
/// Calls that are much shorter than a look at the clock are timed several at a time, unless each
/// is asked for.
func measure(_ subject: inout any Case, milliseconds: Double, each: Bool) -> Response {
  let clock = ContinuousClock()
  let budget = Duration.milliseconds(milliseconds)
  var together = 1
  if !each {
    let once = clock.measure { subject.run() }
    together = max(1, Int(Duration.microseconds(50) / max(once, .nanoseconds(100))))
  } else {
    subject.run()
  }
  var times: [Double] = []
  let start = clock.now
  repeat {
    let elapsed = clock.measure {
      for _ in 0..<together { subject.run() }
    }
    times.append(elapsed / .seconds(together))
  } while clock.now - start < budget || times.count < 3
  return Response(
    median: times.sorted()[times.count / 2], times: each ? Array(times.prefix(5000)) : nil,
    calls: times.count * together)
}

/// Fused multiply-adds in registers on all threads, some milliseconds: the median of several
/// samples, in 10⁹ floating-point operations a second.
func measurePeak(threads: Int) -> Response {
  let clock = ContinuousClock()
  var sum: Float = 0
  var rounds = 1000
  let once = clock.measure { _ = kernel_peak_float(rounds, &sum) }
  // A millisecond each, so that the moment in which threads wake up does not count.
  rounds = max(rounds, Int(Double(rounds) * (Duration.milliseconds(1) / once)))
  let results = Block<(operations: Double, sum: Float)>(threads, repeating: (0, sum))
  var rates: [Double] = []
  for _ in 0..<5 {
    let elapsed = clock.measure {
      ThreadPool.current.parallel(threads) { part in
        var sum: Float = 0
        let operations = kernel_peak_float(rounds, &sum)
        results.start[part] = (operations, sum)
      }
    }
    let total = (0..<threads).reduce(0) { $0 + results.start[$1].operations }
    rates.append(total / (elapsed / .seconds(1)) / 1e9)
  }
  return Response(gigaFLOPs: rates.sorted()[2])
}

/// Trains on random images, which take as long as real ones.
func measureTraining(_ model: FashionModel, steps: Int, warmUp: Int) throws -> Response {
  var generator = SplitMix64(seed: 1)
  let count = (steps + warmUp + 1) * 128
  let images = Tensor((0..<count * 784).map { _ in generator.nextUnit() }, shape: [count, 784])
  let data = FashionMNIST(images: images, labels: (0..<count).map { $0 % 10 })
  let clock = ContinuousClock()
  var start = clock.now
  var end = clock.now
  var done = 0
  let monitor = TrainingMonitor(
    step: { _ in
      done += 1
      if done == warmUp { start = clock.now }
      if done == warmUp + steps { end = clock.now }
    },
    shouldStop: { done >= warmUp + steps })
  do {
    _ = try train(
      model.untrained(seed: 1), on: data, validation: data.prefix(1),
      inputShape: model.inputShape, optimizer: Adam(), settings: TrainingSettings(epochs: 1),
      monitor: monitor)
  } catch TrainingError.interrupted {
    // As it should be: all steps are done.
  }
  return Response(
    stepsPerSecond: Double(steps) / ((end - start) / .seconds(1)), peakBytes: peakBytes())
}

/// The most memory that this process has had, in bytes.
private func peakBytes() -> Int? {
  var usage = rusage()
  #if os(Linux)
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
    return usage.ru_maxrss * 1024
  #else
    guard getrusage(RUSAGE_SELF, &usage) == 0 else { return nil }
    return usage.ru_maxrss
  #endif
}
