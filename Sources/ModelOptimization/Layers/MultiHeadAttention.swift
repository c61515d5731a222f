/// Self-attention with several heads: each place of a sequence takes up what it finds at others.
///
///     q, k, v = x · input.weight + input.bias, cut into three parts of `width`, and those into heads
///     scores = q · kᵀ / √(width / heads)                   for each head, [length, length]
///     y = (softmax(scores) · v, heads side by side) · output.weight + output.bias
///
/// The input has the shape `[batch, length, width]`, and the output the same. With `isCausal`, a
/// place sees itself and those before it only: the scores of later ones are -∞.
///
/// Source: Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762, section 3.2.
public struct MultiHeadAttention: TrainableLayer, Equatable {
  /// Makes queries, keys and values, in this order, `width` of each.
  public var input: Dense
  /// Mixes what the heads have found.
  public var output: Dense
  /// The parts of a row that attend apart.
  public let heads: Int
  /// Whether a place sees no later ones.
  public let isCausal: Bool

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - input: `width` inputs, `3 · width` outputs.
  ///   - output: `width` inputs and outputs.
  ///   - heads: divides `width`.
  ///   - isCausal: whether a place sees no later ones.
  public init(input: Dense, output: Dense, heads: Int, isCausal: Bool = false) {
    let width = input.inputs
    require(
      input.outputs == 3 * width && output.inputs == width && output.outputs == width
        && heads >= 1 && width >= 1 && width.isMultiple(of: heads),
      "MultiHeadAttention takes dense layers of shape [width, 3 · width] and [width, width], and a "
        + "number of heads that divides the width; it was given \(input.weight.shape), "
        + "\(output.weight.shape) and \(heads) heads.")
    self.input = input
    self.output = output
    self.heads = heads
    self.isCausal = isCausal
  }

  /// Creates a layer with random weights and biases of zero.
  ///
  /// The weights are uniform in ±√(6 / (inputs + outputs)) of their matrix, queries, keys and
  /// values being a matrix each.
  ///
  /// Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", AISTATS 2010, equation 16.
  ///
  /// - Parameters:
  ///   - width: the length of a row; at least 1.
  ///   - heads: divides `width`.
  ///   - isCausal: whether a place sees no later ones.
  ///   - generator: where the randomness comes from; seed it to get the same layer again.
  public init(
    width: Int, heads: Int, isCausal: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    let weights = randomWeights([width, 3 * width], sumLength: 2 * width, using: &generator)
    let mixing = randomWeights([width, width], sumLength: 2 * width, using: &generator)
    self.init(
      input: Dense(weight: weights, bias: Tensor(zeros: [3 * width])),
      output: Dense(weight: mixing, bias: Tensor(zeros: [width])), heads: heads,
      isCausal: isCausal)
  }

  /// The length of a row.
  public var width: Int { output.outputs }

  /// The parameters of both dense layers.
  public var parameters: [Tensor] {
    get { input.parameters + output.parameters }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      input.parameters = Array(newValue[..<2])
      output.parameters = Array(newValue[2...])
    }
  }

  /// "input.weight", "input.bias", "output.weight", "output.bias".
  public var parameterNames: [String] {
    ["input.weight", "input.bias", "output.weight", "output.bias"]
  }

  /// The shape of the input.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      inputShape.count == 3 && inputShape[2] == width,
      "\(self) takes an input of shape [batch, length, \(width)]; it was given \(inputShape).")
    return inputShape
  }

  /// Those of the dense layers for each place, and two of `width` for each pair of places.
  ///
  /// Pairs that a causal mask hides are counted: they are computed.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    let shape = outputShape(for: inputShape)
    let places = shape[0] * shape[1]
    return places * (4 * width * width + 2 * shape[1] * width)
  }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let shape = outputShape(for: x.shape)
    let heads = AttentionHeads(shape: shape, heads: heads, isCausal: isCausal)
    let projected = input(x.reshaped(to: [shape[0] * shape[1], width]))
    return output(heads.attend(projected).found).reshaped(to: shape)
  }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let shape = outputShape(for: x.shape)
    let heads = AttentionHeads(shape: shape, heads: heads, isCausal: isCausal)
    let inputPass = input.forward(
      x.reshaped(to: [shape[0] * shape[1], width]), rectified: false)
    let projected = inputPass.output
    let (found, shares) = heads.attend(projected)
    let outputPass = output.forward(found, rectified: false)
    return ForwardPass(output: outputPass.output.reshaped(to: shape)) { [self] dY, needsInput in
      requireGradient(dY, fits: shape, of: self)
      let mixing = outputPass.backward(dY.reshaped(to: found.shape), true)
      let dFound = mixing.input ?? Tensor(zeros: found.shape)
      let dProjected = heads.gradient(projected, shares, dFound)
      let projection = inputPass.backward(dProjected, needsInput)
      return LayerGradient(
        input: projection.input?.reshaped(to: shape),
        parameters: projection.parameters + mixing.parameters)
    }
  }
}

extension MultiHeadAttention: CustomStringConvertible {
  /// The layer and its sizes: `MultiHeadAttention(64, heads 4, causal)`.
  public var description: String {
    "MultiHeadAttention(\(width), heads \(heads)\(isCausal ? ", causal" : ""))"
  }
}
