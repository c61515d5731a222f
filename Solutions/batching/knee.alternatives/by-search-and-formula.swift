// Searches where the solution calculates, and calculates where it searches.
struct BatchTime: Equatable {
  var fixed: Double
  var each: Double

  func seconds(_ batch: Int) -> Double { fixed + each * Double(batch) }
}

struct Measurement {
  var batch: Int
  var seconds: Double
}

func line(through small: Measurement, and large: Measurement) -> BatchTime {
  let (n, m) = (Double(small.batch), Double(large.batch))
  return BatchTime(
    fixed: (small.seconds * m - large.seconds * n) / (m - n),
    each: (large.seconds - small.seconds) / (m - n))
}

func throughput(of batch: Int, taking time: BatchTime) -> Double {
  Double(batch) / time.seconds(batch)
}

func knee(of time: BatchTime, share: Double) -> Int {
  var batch = 1
  while throughput(of: batch, taking: time) < share / time.each { batch += 1 }
  return batch
}

func smallestBatch(reaching target: Double, within limit: Double, taking time: BatchTime) -> Int? {
  let room = 1 - target * time.each
  guard room > 0 else { return nil }
  let batch = max(1, Int((target * time.fixed / room).rounded(.up)))
  return time.seconds(batch) <= limit ? batch : nil
}
