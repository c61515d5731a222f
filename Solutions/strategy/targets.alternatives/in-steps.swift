import ModelOptimization

/// What a model is measured by.
struct Measured: Equatable {
  /// The share of images that are right, from 0 to 1.
  var accuracy: Double
  /// The bytes of its file.
  var bytes: Int
  /// The median time of an answer to one image on one thread.
  var microseconds: Double
}

/// Measures a network as it will be shipped: written as a file, and read back.
func measured(
  _ network: Sequential, inputShape: [Int], on images: FashionMNIST
) throws -> Measured {
  let bytes = try ModelFile(network, inputShape: inputShape).bytes()
  let prepared = try ModelFile(bytes: bytes).prepared
  let session = InferenceSession(prepared, maximumBatch: 1)
  let predictions = (0..<images.count).map { place in
    argmax(session(images.images.rows(place..<place + 1).reshaped(to: [1] + inputShape)))[0]
  }
  let image = images.images.rows(0..<1).reshaped(to: [1] + inputShape)
  let latency = measureLatency(warmUp: 5, repetitions: 50) { _ = session(image) }
  return Measured(
    accuracy: accuracy(of: predictions, labels: images.labels), bytes: bytes.count,
    microseconds: latency.median / .microseconds(1))
}

/// What is asked for: so many times faster, so many times smaller (rounded down to whole bytes), and
/// at most `maximumDrop` of all images lost (0.01 is one point).
func targets(
  from baseline: Measured, faster: Double, smaller: Double, maximumDrop: Double
) -> Measured {
  Measured(
    accuracy: baseline.accuracy - maximumDrop, bytes: Int(Double(baseline.bytes) / smaller),
    microseconds: baseline.microseconds / faster)
}

/// The factor of several techniques, one after the other; 1 for none.
func together(_ factors: [Double]) -> Double {
  var product = 1.0
  for factor in factors { product *= factor }
  return product
}

/// The factor that is still missing to a goal after some techniques; 1 where none is.
func missing(to goal: Double, after factors: [Double]) -> Double {
  let reached = factors.reduce(1) { $0 * $1 }
  return reached >= goal ? 1 : goal / reached
}

/// How many times faster the whole becomes when `share` of its time becomes `factor` times faster.
func wholeSpeedUp(share: Double, factor: Double) -> Double {
  let after = (1 - share) + share / factor
  return 1 / after
}

/// How many times faster `share` of the time must become for the whole to become `goal` times
/// faster; nil where nothing is enough.
func neededFactor(share: Double, goal: Double) -> Double? {
  let allowed = 1 / goal
  let untouched = 1 - share
  guard untouched < allowed else { return nil }
  return share / (allowed - untouched)
}
