struct BatchTime: Equatable {
  var fixed: Double
  var each: Double
}

struct Measurement {
  var batch: Int
  var seconds: Double
}

func line(through small: Measurement, and large: Measurement) -> BatchTime {
  let each = (large.seconds - small.seconds) / Double(large.batch - small.batch)
  return BatchTime(fixed: small.seconds - each * Double(small.batch), each: each)
}

func throughput(of batch: Int, taking time: BatchTime) -> Double {
  Double(batch) / (time.fixed + time.each * Double(batch))
}

func knee(of time: BatchTime, share: Double) -> Int {
  // n / (fixed + each·n) ≥ share / each, solved for n.
  let batch = share * time.fixed / ((1 - share) * time.each)
  return Int(batch.rounded(.up))
}

func smallestBatch(reaching target: Double, within limit: Double, taking time: BatchTime) -> Int? {
  var batch = 1
  while time.fixed + time.each * Double(batch) <= limit {
    if throughput(of: batch, taking: time) >= target { return batch }
    batch += 1
  }
  return nil
}
