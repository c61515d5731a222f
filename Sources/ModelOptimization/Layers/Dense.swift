/// A fully connected layer: every output is a weighted sum of all inputs.
///
///     y = x · weight + bias
///
/// `x` has the shape `[batch, inputs]`, `y` the shape `[batch, outputs]`.
public struct Dense: TrainableLayer, Equatable {
  /// The weights, shape `[inputs, outputs]`. (PyTorch's `Linear` stores the transpose.)
  public var weight: Tensor
  /// What is added to every row, shape `[outputs]`.
  public var bias: Tensor

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - weight: shape `[inputs, outputs]`.
  ///   - bias: shape `[outputs]`.
  public init(weight: Tensor, bias: Tensor) {
    require(
      weight.shape.count == 2 && bias.shape == [weight.shape[1]],
      "Dense takes a weight of shape [inputs, outputs] and a bias of shape [outputs]; "
        + "it was given \(weight.shape) and \(bias.shape).")
    self.weight = weight
    self.bias = bias
  }

  /// Creates a layer with random weights and a bias of zero.
  ///
  /// The weights are uniform in ±√(6 / inputs), so that their variance is 2 / inputs and a
  /// signal keeps its strength through layers with ReLU between them.
  ///
  /// Source: He et al., "Delving Deep into Rectifiers", 2015, arXiv:1502.01852, equation 10.
  ///
  /// - Parameters:
  ///   - inputs: the length of an input row; at least 1.
  ///   - outputs: the length of an output row.
  ///   - generator: where the randomness comes from; seed it to get the same layer again.
  public init(inputs: Int, outputs: Int, using generator: inout some RandomNumberGenerator) {
    require(inputs > 0, "Dense takes at least 1 input; \(inputs) were asked for.")
    weight = randomWeights([inputs, outputs], sumLength: inputs, using: &generator)
    bias = Tensor(zeros: [outputs])
  }

  /// The length of an input row.
  public var inputs: Int { weight.shape[0] }
  /// The length of an output row.
  public var outputs: Int { weight.shape[1] }

  /// Applies the layer to a batch.
  ///
  /// - Parameter x: shape `[batch, inputs]`.
  /// - Returns: shape `[batch, outputs]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { apply(x, rectified: false) }

  /// `[batch, outputs]` for `[batch, inputs]`.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    requireInput(inputShape)
    return [inputShape[0], outputs]
  }

  /// One weight for each pair of input and output, and one bias for each output.
  public var parameterCount: Int { weight.count + bias.count }

  /// `batch * inputs * outputs`; adding the bias is not counted.
  public func multiplyAccumulates(batch: Int) -> Int { batch * inputs * outputs }

  /// `batch * inputs * outputs`; adding the bias is not counted.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    multiplyAccumulates(batch: outputShape(for: inputShape)[0])
  }

  func requireInput(_ shape: [Int]) {
    require(
      shape.count == 2 && shape[1] == inputs,
      "\(self) takes an input of shape [batch, \(inputs)]; it was given \(shape), and its "
        + "weight is \(weight.shape).")
  }
}

extension Dense: CustomStringConvertible {
  /// The layer and its sizes: `Dense(784 → 10)`.
  public var description: String { "Dense(\(inputs) → \(outputs))" }
}
