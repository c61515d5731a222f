/// Why a model cannot be quantized, or a quantized model not be put together.
public enum QuantizedModelError: Error, Equatable {
  /// Ranges of activations are to be found, and there are no images.
  case noCalibrationImages
  /// Calibration images do not have the shape that the model takes.
  case calibrationShape(expected: [Int], found: [Int])
  /// A calibration image has a number that is infinite or NaN; images are counted from 0.
  case calibrationNotFinite(image: Int)
  /// Layers are to be compared, and there are no images.
  case noValidationImages
  /// The accuracy that may be lost is a share from 0 to 1.
  case dropOutOfRange(Double)
  /// The range of an activation that becomes bytes is not known.
  case unknownRange(layer: String)
  /// A format was asked for a layer that is not there, or has no weights.
  case unknownLayer(String, known: [String])
  /// A format does not work for a layer.
  case unsupportedFormat(LayerFormat, layer: String, reason: String)
  /// The numbers of a layer cannot be quantized.
  case quantization(QuantizationError, layer: String)
  /// The sums of a layer would be multiplied by more than integers can be.
  case scaleOutOfRange(layer: String, scale: Double, limit: Double)
  /// A part of a quantized model does not fit the rest.
  case inconsistent(layer: String, problem: String)
}

extension QuantizedModelError: CustomStringConvertible {
  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noCalibrationImages:
      "There are no images to calibrate with. Give at least one, or take a format that needs none: "
        + "dynamic, or weights only."
    case .calibrationShape(let expected, let found):
      "The model is calibrated with images of shape [count] + \(expected); these have the shape "
        + "\(found)."
    case .calibrationNotFinite(let image):
      "Calibration image \(image) has a number that is infinite or NaN. Leave it out, or repair it."
    case .noValidationImages:
      "There are no images to compare formats with. Give at least one validation image."
    case .dropOutOfRange(let drop):
      "\(drop) is no share of right answers that may be lost. Give 0 to 1: 0.01 is one point."
    case .unknownRange(let layer):
      "The range of what layer \"\(layer)\" gives is not known. Calibrate with images, or give "
        + "the range under the place of the layer."
    case .unknownLayer(let name, let known):
      "There is no layer \"\(name)\" with weights. There are: "
        + known.map { "\"\($0)\"" }.joined(separator: ", ") + "."
    case .unsupportedFormat(let format, let layer, let reason):
      "Layer \"\(layer)\" cannot be \(format): \(reason)"
    case .quantization(let error, let layer):
      "Layer \"\(layer)\" cannot be quantized. \(error)"
    case .scaleOutOfRange(let layer, let scale, let limit):
      "Layer \"\(layer)\" cannot compute with integers: its sums would be multiplied by "
        + "\(Float(scale)), and by less than \(Float(limit)) they can be. A weight or a scale is "
        + "far too large: check the training, or the file that it comes from."
    case .inconsistent(let layer, let problem):
      "Layer \"\(layer)\" of the quantized model is not as it should be: \(problem) "
        + "The file is damaged, or was made by another version."
    }
  }
}

extension QuantizedModelError {
  /// Whether the numbers of the model are at fault, and not what was asked for.
  public var isAboutNumbers: Bool {
    switch self {
    case .scaleOutOfRange, .quantization(.notFinite, _), .quantization(.unusableScale, _): true
    default: false
    }
  }
}
