/// Layer normalization: brings each row to a mean of zero and a variance of one, then scales and
/// shifts its elements by what is learned.
///
///     y[i] = weight[i] · x̂[i] + bias[i],  x̂[i] = (x[i] - mean x) / √(variance x + epsilon)
///
/// A row runs along the last axis; its variance is divided by its length. The input has the shape
/// `[…, width]`, and the output the same. Unlike batch normalization it does the same in training
/// and after it, and never looks at other examples.
///
/// Source: Ba, Kiros, Hinton, "Layer Normalization", 2016, arXiv:1607.06450.
public struct LayerNorm: TrainableLayer, Equatable {
  /// What each element of a row is multiplied by, shape `[width]`.
  public var weight: Tensor
  /// What is added to each element of a row, shape `[width]`.
  public var bias: Tensor
  /// Keeps the divisor from zero.
  public let epsilon: Float

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - weight: shape `[width]`.
  ///   - bias: shape `[width]`.
  ///   - epsilon: keeps the divisor from zero; positive.
  public init(weight: Tensor, bias: Tensor, epsilon: Float = 1e-5) {
    require(
      weight.shape.count == 1 && weight.count > 0 && bias.shape == weight.shape && epsilon > 0,
      "LayerNorm takes a weight and a bias of shape [width] and a positive epsilon; it was given "
        + "\(weight.shape), \(bias.shape) and \(epsilon).")
    self.weight = weight
    self.bias = bias
    self.epsilon = epsilon
  }

  /// Creates a layer that begins with weights of one and biases of zero.
  ///
  /// - Parameters:
  ///   - width: the length of a row; at least 1.
  ///   - epsilon: keeps the divisor from zero; positive.
  public init(width: Int, epsilon: Float = 1e-5) {
    self.init(
      weight: Tensor([Float](repeating: 1, count: width), shape: [width]),
      bias: Tensor(zeros: [width]), epsilon: epsilon)
  }

  /// The length of a row.
  public var width: Int { weight.count }

  /// The weights and the bias.
  public var parameters: [Tensor] {
    get { [weight, bias] }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      (weight, bias) = (newValue[0], newValue[1])
    }
  }

  /// "weight" and "bias".
  public var parameterNames: [String] { ["weight", "bias"] }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      inputShape.last == width,
      "\(self) takes an input of shape […, \(width)]; it was given \(inputShape).")
    return inputShape
  }

  /// None are counted: a few operations for each element.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor { scaled(normalized(x).rows) }

  /// Applies the layer in training mode. Backward, with g = weight · dY:
  ///
  ///     dX = (g - mean g - x̂ · mean(g · x̂)) / √(variance x + epsilon)
  ///     dW = Σ over rows of dY · x̂        dB = Σ over rows of dY
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let (normal, inverses) = normalized(x)
    return ForwardPass(output: scaled(normal)) { [self] dY, needsInput in
      requireGradient(dY, fits: normal.shape, of: self)
      let products = mapElements(dY, normal) {
        Elementwise.multiply($0, $1, into: $2, count: $3)
      }
      return LayerGradient(
        input: needsInput ? inputGradient(normal, dY, inverses) : nil,
        parameters: [columnSums(products), columnSums(dY)])
    }
  }

  /// x̂, and for each row 1 / √(variance + epsilon).
  private func normalized(_ x: Tensor) -> (rows: Tensor, inverses: Tensor) {
    let shape = outputShape(for: x.shape)
    let (width, epsilon, count) = (width, epsilon, x.count / width)
    var inverses = Tensor(zeros: [count])
    let rows = Tensor(shape: shape) { y in
      inverses.withMutableElements { inverses in
        x.withElements { x in
          parallelRanges(count, grain: max(1, elementGrain / width)) {
            for row in $0 {
              let values = UnsafeBufferPointer(start: x + row * width, count: width)
              let mean = values.reduce(0, +) / Float(width)
              let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
              let inverse = 1 / (squares / Float(width) + epsilon).squareRoot()
              let results = y + row * width
              for column in 0..<width { results[column] = (values[column] - mean) * inverse }
              inverses[row] = inverse
            }
          }
        }
      }
    }
    return (rows, inverses)
  }

  /// `weight · x̂ + bias`.
  private func scaled(_ normal: Tensor) -> Tensor {
    Tensor(shape: normal.shape) { y in
      withElements(normal, weight, bias) {
        Elementwise.scaleShiftChannels(
          $0, scale: $1, shift: $2, into: y, rows: normal.count / width, channels: width)
      }
    }
  }

  private func inputGradient(_ normal: Tensor, _ dY: Tensor, _ inverses: Tensor) -> Tensor {
    let (width, rows) = (width, inverses.count)
    return Tensor(shape: normal.shape) { dX in
      withElements(normal, dY, inverses) { normal, dY, inverses in
        weight.withElements { weight in
          parallelRanges(rows, grain: max(1, elementGrain / width)) {
            for row in $0 {
              let (normal, dY) = (normal + row * width, dY + row * width)
              var (sum, product): (Float, Float) = (0, 0)
              for column in 0..<width {
                let gradient = weight[column] * dY[column]
                sum += gradient
                product += gradient * normal[column]
              }
              let (mean, slope) = (sum / Float(width), product / Float(width))
              let results = dX + row * width
              for column in 0..<width {
                results[column] =
                  (weight[column] * dY[column] - mean - normal[column] * slope) * inverses[row]
              }
            }
          }
        }
      }
    }
  }
}

extension LayerNorm: CustomStringConvertible {
  /// The layer and its size: `LayerNorm(64)`.
  public var description: String { "LayerNorm(\(width))" }
}
