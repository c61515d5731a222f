/// A network whose layers are stored, and run, in few bits.
///
/// ```swift
/// let quantized = try QuantizedModel(
///   network, inputShape: [28, 28, 1], calibration: images.rows(0..<512))
/// let session = InferenceSession(PreparedModel(quantized), maximumBatch: 32)
/// let logits = session(images)  // [batch, 28, 28, 1] → [batch, 10]
/// ```
///
/// It is a list of steps, each of which makes one value of floats or of bytes. In a network that is
/// INT8 throughout, the input becomes bytes once, sums of 32 bits become bytes behind every layer
/// by a multiplication and a shift, and the last sums become floats. Where layers have different
/// formats, a step between them converts.
///
/// Everything is a plain value: steps put together again from their parts give the same model, and
/// the same results bit for bit.
///
/// Source: Jacob et al., "Quantization and Training of Neural Networks for Efficient
/// Integer-Arithmetic-Only Inference", 2017, arXiv:1712.05877.
public struct QuantizedModel: Sendable {
  /// What a value is: floats, or bytes with a scale and a zero point.
  public struct Value: Equatable, Sendable {
    /// The shape of an example.
    public let shape: [Int]
    /// Where bytes lie on the real numbers; nil for floats.
    public let parameters: QuantizationParameters?
  }

  /// The shape of one example: `[28, 28, 1]`.
  public let inputShape: [Int]
  /// The steps in their order.
  public let layers: [QuantizedLayer]
  /// The input, and what each step makes of it.
  public let values: [Value]

  /// Puts a model together.
  ///
  /// - Parameters:
  ///   - inputShape: the shape of one example, without the batch.
  ///   - layers: each reads values that are there before it; the last one gives floats.
  /// - Throws: `QuantizedModelError.inconsistent`.
  public init(inputShape: [Int], layers: [QuantizedLayer]) throws(QuantizedModelError) {
    var values = [Value(shape: inputShape, parameters: nil)]
    guard inputShape.allSatisfy({ (0...1 << 20).contains($0) }), isCountable(inputShape) else {
      throw .inconsistent(layer: "input", problem: "its shape is \(inputShape).")
    }
    for layer in layers {
      guard layer.inputs.allSatisfy({ values.indices.contains($0) }) else {
        throw .inconsistent(
          layer: layer.name,
          problem: "it reads the values \(layer.inputs) of \(values.count) that are there.")
      }
      values.append(try layer.value(for: layer.inputs.map { values[$0] }))
    }
    guard values.last?.parameters == nil else {
      throw .inconsistent(
        layer: layers.last?.name ?? "input", problem: "it is the last one and gives no floats.")
    }
    self.inputShape = inputShape
    self.layers = layers
    self.values = values
  }

  /// The shape of one result: `[10]`.
  public var outputShape: [Int] { values.last?.shape ?? inputShape }

  /// The bytes of all that is stored: weights, scales, zero points, biases.
  public var byteCount: Int { layers.reduce(0) { $0 + $1.byteCount } }

  /// Whether no layer with weights computes with floats.
  public var isIntegerOnly: Bool {
    layers.allSatisfy { layer in
      switch layer.operation {
      case .product(let product):
        if case .integer = product.arithmetic { true } else { false }
      case .floatSum, .layer: false
      default: true
      }
    }
  }
}

extension QuantizedModel: CustomStringConvertible {
  /// A line for each step: its name, its format, the shape of its result and its bytes.
  public var description: String {
    zip(layers, values.dropFirst()).map { layer, value in
      let format = layer.product.map { " (\($0.format))" } ?? ""
      return "\(layer.name)\(format): \(value.shape), \(layer.byteCount) bytes"
    }.joined(separator: "\n")
  }
}

/// Whether a batch of values of this shape can be counted.
func isCountable(_ shape: [Int]) -> Bool {
  var count = 1
  for length in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    guard length >= 0, !overflow, product <= 1 << 40 else { return false }
    count = product
  }
  return true
}
