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
  // TODO: write a ModelFile, read it back, and ask an InferenceSession.
  Measured(accuracy: 0, bytes: 0, microseconds: 0)
}

/// What is asked for: so many times faster, so many times smaller (rounded down to whole bytes), and
/// at most `maximumDrop` of all images lost (0.01 is one point).
func targets(
  from baseline: Measured, faster: Double, smaller: Double, maximumDrop: Double
) -> Measured {
  // TODO
  baseline
}

/// The factor of several techniques, one after the other; 1 for none.
func together(_ factors: [Double]) -> Double {
  // TODO
  0
}

/// The factor that is still missing to a goal after some techniques; 1 where none is.
func missing(to goal: Double, after factors: [Double]) -> Double {
  // TODO
  0
}

/// How many times faster the whole becomes when `share` of its time becomes `factor` times faster.
func wholeSpeedUp(share: Double, factor: Double) -> Double {
  // TODO
  0
}

/// How many times faster `share` of the time must become for the whole to become `goal` times
/// faster; nil where nothing is enough.
func neededFactor(share: Double, goal: Double) -> Double? {
  // TODO
  0
}
