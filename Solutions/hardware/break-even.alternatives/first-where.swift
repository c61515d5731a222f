// The fixed and the growing parts apart: what a call costs, and what each example adds.
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
  let fixed = device.secondsPerLaunch * Double(work.launches)
  let each = device.linkBytesPerSecond.map { work.transferBytes / $0 } ?? 0
  let balance = device.operationsPerSecond / device.bytesPerSecond
  let operations = max(Double(batch) * work.operations, work.weightBytes * balance)
  return fixed + each * Double(batch) + operations / device.operationsPerSecond
}

func breakEvenBatch(for work: Work, cpu: Device, gpu: Device, upTo largest: Int) -> Int? {
  (1..<largest + 1).first { batch in
    let (here, there) = (
      seconds(of: work, batch: batch, on: cpu), seconds(of: work, batch: batch, on: gpu)
    )
    return there < here
  }
}
