import ModelOptimization

struct Measured: Equatable {
  var accuracy: Double
  var bytes: Int
  var microseconds: Double
}

func measured(
  _ network: Sequential, inputShape: [Int], on images: FashionMNIST
) throws -> Measured {
  let bytes = try ModelFile(network, inputShape: inputShape).bytes()
  let prepared = try ModelFile(bytes: bytes).prepared
  let session = InferenceSession(prepared, maximumBatch: 1)
  var right = 0
  for place in 0..<images.count {
    let image = images.images.rows(place..<place + 1).reshaped(to: [1] + inputShape)
    if argmax(session(image))[0] == images.labels[place] { right += 1 }
  }
  let image = images.images.rows(0..<1).reshaped(to: [1] + inputShape)
  let latency = measureLatency(warmUp: 5, repetitions: 50) { _ = session(image) }
  return Measured(
    accuracy: Double(right) / Double(images.count),
    bytes: network.parameters.reduce(0) { $0 + 4 * $1.count },
    microseconds: latency.median / .microseconds(1))
}

func targets(
  from baseline: Measured, faster: Double, smaller: Double, maximumDrop: Double
) -> Measured {
  Measured(
    accuracy: baseline.accuracy - maximumDrop, bytes: Int(Double(baseline.bytes) / smaller),
    microseconds: baseline.microseconds / faster)
}

func together(_ factors: [Double]) -> Double {
  factors.reduce(1, *)
}

func missing(to goal: Double, after factors: [Double]) -> Double {
  max(1, factors.reduce(goal, /))
}

func wholeSpeedUp(share: Double, factor: Double) -> Double {
  1 / (1 - share + share / factor)
}

func neededFactor(share: Double, goal: Double) -> Double? {
  let left = 1 / goal - (1 - share)
  return left > 0 ? share / left : nil
}
