/// A way to store weights, for reckoning how many bytes a model takes.
///
/// The 16-bit formats round every number. The integer formats round the weights alone: biases,
/// the parameters of norms and running statistics stay in FP32, for they are few and sensitive.
public enum WeightPrecision: String, CaseIterable, Sendable {
  /// 32-bit floats: 4 bytes each.
  case fp32
  /// 16-bit floats of IEEE 754: 2 bytes each.
  case fp16
  /// Brain floats, which are FP32 cut in half: 2 bytes each.
  case bf16
  /// 8-bit integers with an FP32 scale for each output channel: a byte each, and 4 an output.
  case int8
  /// 4-bit integers with an FP16 scale for each group of 32 inputs of an output: 18 bytes a group,
  /// so 4.5 bits each.
  case int4

  /// The weights that share a scale in `int4`.
  public static let groupSize = 32

  /// The bytes of one tensor of a model.
  ///
  /// - Parameter shape: of a parameter or statistic. With two axes it is `[inputs, outputs]`, with
  ///   more `[outputs, …]`, as in this library's layers; with fewer it is no weight.
  public func bytes(forShape shape: [Int]) -> Int {
    let count = shape.reduce(1, *)
    let isWeight = shape.count >= 2
    let outputs = shape.count == 2 ? shape[1] : shape.first ?? 1
    switch self {
    case .fp32: return 4 * count
    case .fp16, .bf16: return 2 * count
    case .int8: return isWeight ? count + 4 * outputs : 4 * count
    case .int4:
      guard isWeight, outputs > 0 else { return 4 * count }
      let inputs = count / outputs
      let groups = (inputs + Self.groupSize - 1) / Self.groupSize
      // Each output begins with a byte of its own; the last group may be short.
      return outputs * ((inputs + 1) / 2 + 2 * groups)
    }
  }
}
