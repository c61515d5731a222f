/// A way to store and compute a model.
enum Precision: String, CaseIterable {
  case fp32, fp16, int8, int4
}

/// What a device can do.
struct Target {
  /// Bytes for the file: flash, or what one may download.
  var storage: Int
  /// Bytes for activations, and for the weights where these are not read in place.
  var memory: Int
  /// Whether weights are read where they are stored, and take no memory.
  var readsInPlace: Bool
  /// How many times as fast as FP32 each precision runs here; one that is missing does not run.
  var speeds: [Precision: Double]
}

/// What a model needs, and what each precision costs it.
struct Workload {
  var parameters: Int
  /// The most activations that are alive at once.
  var activations: Int
  /// The points of accuracy that each precision loses; one that is missing was not measured.
  var losses: [Precision: Double]
}

/// The bytes of the weights; with 4 bits each group of 32 weights has a scale of 2 bytes as well, and a
/// group that is not full has one, too. Half a byte counts as one.
func weightBytes(_ parameters: Int, _ precision: Precision) -> Int {
  // TODO
  0
}

/// The bytes of the activations: 4 each in FP32, 2 in FP16, 1 in INT8. INT4 means weights alone: 4.
func activationBytes(_ activations: Int, _ precision: Precision) -> Int {
  // TODO
  0
}

/// Whether weights and activations have room on the device.
func hasRoom(_ workload: Workload, _ precision: Precision, on target: Target) -> Bool {
  // TODO
  true
}

/// The precision for the device: it runs there, has room, was measured and loses at most
/// `maximumLoss` points. The fastest of these; of equally fast ones the smaller file; nil for none.
func precision(for workload: Workload, on target: Target, maximumLoss: Double) -> Precision? {
  // TODO
  .fp32
}
