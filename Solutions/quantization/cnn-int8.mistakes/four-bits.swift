import ModelOptimization

/// An INT8 network that was accepted.
struct AcceptedModel {
  /// The network.
  var model: QuantizedModel
  /// How the ranges of its activations were found.
  var observer: RangeObserverKind
  /// Whether its biases were corrected.
  var correctsBias: Bool
}

/// Quantizes a network to static INT8, in the first way that loses little enough.
///
/// Each observer is tried in turn, first without bias correction, then with it. What counts is the
/// share of right validation images, against that of the same network in FP32.
///
/// - Parameters:
///   - network: trained.
///   - inputShape: the shape of one example, as the network takes it.
///   - training: the first `calibrationCount` of these images are looked at for ranges.
///   - validation: what the choice is made by.
///   - observers: in the order in which they are tried.
///   - calibrationCount: at most the number of training images.
///   - maximumDrop: how much smaller the share may become: 0.01 is one point.
/// - Returns: nil when no way loses little enough.
func acceptedModel(
  _ network: Sequential, inputShape: [Int], training: FashionMNIST, validation: FashionMNIST,
  observers: [RangeObserverKind], calibrationCount: Int, maximumDrop: Double
) throws -> AcceptedModel? {
  let images = training.images.rows(0..<calibrationCount)
    .reshaped(to: [calibrationCount] + inputShape)
  let float = try QuantizedModel(
    network, inputShape: inputShape, configuration: QuantizationConfiguration(format: .fp32))
  let baseline = float.accuracy(on: validation)
  for observer in observers {
    let calibrated = try CalibratedModel(
      network, inputShape: inputShape, calibration: images, observer: observer,
      count: calibrationCount)
    for correctsBias in [false, true] {
      let model = try calibrated.quantized(
        QuantizationConfiguration(
          format: .staticInteger(weights: .int4), correctsBias: correctsBias))
      if baseline - model.accuracy(on: validation) <= maximumDrop {
        return AcceptedModel(model: model, observer: observer, correctsBias: correctsBias)
      }
    }
  }
  return nil
}

/// What a network was, and what it has become.
struct BeforeAndAfter: Equatable {
  /// The images that were right in FP32.
  var rightBefore: Int
  /// The images that are right now.
  var rightAfter: Int
  /// The bytes of the network in FP32, divided by those it has now.
  var timesSmaller: Double
  /// How many of a hundred images have become wrong, less those that became right.
  var pointsLost: Double
}

/// Reads the test set, once, and reports.
func report(
  on network: Sequential, quantized model: QuantizedModel, test: FashionMNIST
) throws -> BeforeAndAfter {
  let float = try QuantizedModel(
    network, inputShape: model.inputShape, configuration: QuantizationConfiguration(format: .fp32))
  let count = Double(test.count)
  let before = Int((float.accuracy(on: test) * count).rounded())
  let after = Int((model.accuracy(on: test) * count).rounded())
  return BeforeAndAfter(
    rightBefore: before, rightAfter: after,
    timesSmaller: Double(float.byteCount) / Double(model.byteCount),
    pointsLost: 100 * Double(before - after) / count)
}
