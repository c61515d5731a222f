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
  public func callAsFunction(_ x: Tensor) -> Tensor { normalized(x).output }

  /// Applies the layer in training mode. Backward, with g = weight · dY:
  ///
  ///     dX = (g - mean g - x̂ · mean(g · x̂)) / √(variance x + epsilon)
  ///     dW = Σ over rows of dY · x̂        dB = Σ over rows of dY
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let (y, means, inverses) = normalized(x)
    return ForwardPass(output: y) { [self] dY, needsInput in
      requireGradient(dY, fits: x.shape, of: self)
      let rowCount = means.count
      var (dW, dB) = (Tensor(zeros: [width]), Tensor(zeros: [width]))
      let dX = dW.withMutableElements { dW in
        dB.withMutableElements { dB in
          Tensor(shape: x.shape) { dX in
            withElements(x, weight, dY) { x, weight, dY in
              withElements(means, inverses) { means, inverses in
                Reduction.layerNormGradient(
                  x, scale: weight, means: means, inverses: inverses, dY, into: dX,
                  rows: rowCount, columns: width, scaleGradient: dW,
                  shiftGradient: dB)
              }
            }
          }
        }
      }
      return LayerGradient(input: needsInput ? dX : nil, parameters: [dW, dB])
    }
  }

  /// y, and for each row its mean and 1 / √(variance + epsilon).
  private func normalized(_ x: Tensor) -> (output: Tensor, means: Tensor, inverses: Tensor) {
    let shape = outputShape(for: x.shape)
    let rows = x.count / width
    var (means, inverses) = (Tensor(zeros: [rows]), Tensor(zeros: [rows]))
    let y = means.withMutableElements { means in
      inverses.withMutableElements { inverses in
        Tensor(shape: shape) { y in
          withElements(x, weight, bias) {
            Reduction.layerNorm(
              $0, scale: $1, shift: $2, into: y, means: means, inverses: inverses, rows: rows,
              columns: width, epsilon: epsilon)
          }
        }
      }
    }
    return (y, means, inverses)
  }
}

extension LayerNorm: CustomStringConvertible {
  /// The layer and its size: `LayerNorm(64)`.
  public var description: String { "LayerNorm(\(width))" }
}
