/// Why numbers cannot be quantized, or quantized numbers not be read.
public enum QuantizationError: Error, Equatable {
  /// There are no integers of so many bits here.
  case bitsOutOfRange(Int)
  /// One bit has no integer on the other side of zero: it cannot be symmetric.
  case tooFewBitsForSymmetry(IntegerFormat)
  /// There are no numbers to take a range from.
  case noValues
  /// A number is infinite or NaN; counted from 0.
  case notFinite(index: Int, value: Float)
  /// A scale is zero, negative, infinite or NaN, or too large for the format it is stored in.
  case unusableScale(Float)
  /// A zero point is none of the format's integers.
  case zeroPointOutOfRange(Int, IntegerFormat)
  /// A group has at least one weight.
  case groupSizeOutOfRange(Int)
  /// A group size was to divide the inputs of each output, and does not.
  case groupSizeDoesNotDivide(size: Int, inputs: Int)
  /// A group is longer than the inputs of any output.
  case groupSizeBeyondInputs(size: Int, longest: Int)
  /// A shape has a negative axis, or more numbers than there can be.
  case impossibleShape([Int])
  /// A tensor of this shape has no such axis.
  case axisOutOfRange(axis: Int, shape: [Int])
  /// A stored part of a quantized tensor is not as long as its shape asks for.
  case wrongByteCount(part: String, expected: Int, found: Int)
}

extension QuantizationError: CustomStringConvertible {
  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .bitsOutOfRange(let bits):
      "There is no integer format of \(bits) bits. Take 1 to 16."
    case .tooFewBitsForSymmetry(let format):
      "\(format) has no integers on both sides of zero. Take 2 bits or more, the affine scheme, "
        + "or binary quantization."
    case .noValues:
      "There are no numbers to find a range from. Give at least one image or one weight."
    case .notFinite(let index, let value):
      "Number \(index) is \(value), and only finite numbers can be quantized. Check the training "
        + "or the images that it comes from."
    case .unusableScale(let scale):
      "\(scale) is no scale: it must be a positive number that its storage format holds. Check "
        + "the range of the numbers, or store the scales in FP32."
    case .zeroPointOutOfRange(let zeroPoint, let format):
      "The zero point \(zeroPoint) is not one of the integers of \(format), "
        + "\(format.lowest) to \(format.highest)."
    case .groupSizeOutOfRange(let size):
      "A group has at least 1 weight; \(size) were asked for."
    case .groupSizeDoesNotDivide(let size, let inputs):
      "Groups of \(size) do not divide the \(inputs) inputs of an output. Take a divisor of "
        + "\(inputs)."
    case .groupSizeBeyondInputs(let size, let longest):
      "No output has more than \(longest) inputs, and groups of \(size) were asked for. Take a "
        + "smaller group, or a scale for each channel."
    case .impossibleShape(let shape):
      "There is no tensor of shape \(shape). The file is damaged."
    case .axisOutOfRange(let axis, let shape):
      "A tensor of shape \(shape) has no axis \(axis). Axes are counted from 0."
    case .wrongByteCount(let part, let expected, let found):
      "The \(part) of a quantized tensor should take \(expected) bytes, and there are \(found). "
        + "The file is damaged, or of another shape or format."
    }
  }
}
