/// A processor, as far as a first estimate needs it.
struct Device {
  /// What it reaches, in floating-point operations a second.
  var operationsPerSecond: Double
  /// How fast it reads its own memory.
  var bytesPerSecond: Double
  /// How fast inputs and results travel to it and back; nil where they are there already.
  var linkBytesPerSecond: Double?
  /// What starting one operator costs, in seconds.
  var secondsPerLaunch: Double
}

/// What a model asks of a processor.
struct Work {
  /// For one example.
  var operations: Double
  /// Of the whole model; they lie in the device's memory.
  var weightBytes: Double
  /// Input and result of one example.
  var transferBytes: Double
  /// How many operators are started for a batch.
  var launches: Int
}

/// How long a batch takes, by a model of three parts.
///
///     launches + transfer + the slower of computing and reading the weights once
func seconds(of work: Work, batch: Int, on device: Device) -> Double {
  let examples = Double(batch)
  let computing = examples * work.operations / device.operationsPerSecond
  let reading = work.weightBytes / device.bytesPerSecond
  let launching = Double(work.launches) * device.secondsPerLaunch
  var transfer = 0.0
  if let link = device.linkBytesPerSecond { transfer = examples * work.transferBytes / link }
  return launching + transfer + max(computing, reading)
}

/// The smallest batch that `gpu` runs in less time than `cpu`.
///
/// - Parameters:
///   - work: the model.
///   - largest: the largest batch to try.
/// - Returns: nil where there is none up to `largest`.
func breakEvenBatch(for work: Work, cpu: Device, gpu: Device, upTo largest: Int) -> Int? {
  for batch in stride(from: 1, through: largest, by: 1)
  where seconds(of: work, batch: batch, on: gpu) < seconds(of: work, batch: batch, on: cpu) {
    return batch
  }
  return nil
}
