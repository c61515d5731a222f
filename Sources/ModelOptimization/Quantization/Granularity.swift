/// Which numbers of a tensor share a scale.
///
/// A weight tensor is taken as a matrix: for each output (channel), the inputs of its sum. The
/// axis of the outputs is the last one of a dense layer's `[inputs, outputs]` and the first one of a
/// convolution's `[outputs, inputs / groups, height, width]`; the inputs are the other axes in
/// their order.
public enum Granularity: Hashable, Sendable {
  /// All numbers share one.
  case tensor
  /// Those of one output channel share one.
  case channel
  /// Each `size` inputs of an output, one after the other, share one.
  ///
  /// Groups do not reach from one output into the next. Where `size` does not divide the inputs,
  /// the last group of each output is short, unless `mustDivide` asks for an error
  /// (`QuantizationError.groupSizeDoesNotDivide`); an output with fewer inputs than `size` is one
  /// group in either case.
  case group(size: Int, mustDivide: Bool = false)
}

extension Granularity: CustomStringConvertible {
  /// "per tensor", "per channel", "per group of 32".
  public var description: String {
    switch self {
    case .tensor: "per tensor"
    case .channel: "per channel"
    case .group(let size, _): "per group of \(size)"
    }
  }
}
