struct Device {
  var operationsPerSecond: Double
  var bytesPerSecond: Double
  var linkBytesPerSecond: Double?
  var secondsPerLaunch: Double
}

struct Work {
  var operations: Double
  var weightBytes: Double
  var transferBytes: Double
  var launches: Int
}

func seconds(of work: Work, batch: Int, on device: Device) -> Double {
  let examples = Double(batch)
  let computing = examples * work.operations / device.operationsPerSecond
  let reading = work.weightBytes / device.bytesPerSecond
  let launching = Double(work.launches) * device.secondsPerLaunch
  var transfer = 0.0
  if let link = device.linkBytesPerSecond { transfer = 2 * examples * work.transferBytes / link }
  return launching + transfer + max(computing, reading)
}

func breakEvenBatch(for work: Work, cpu: Device, gpu: Device, upTo largest: Int) -> Int? {
  for batch in stride(from: 1, through: largest, by: 1)
  where seconds(of: work, batch: batch, on: gpu) < seconds(of: work, batch: batch, on: cpu) {
    return batch
  }
  return nil
}
