/// Long short-term memory: reads a sequence step by step and carries a cell along.
///
///     i, f, g, o = x[t] · inputWeight + h[t-1] · recurrentWeight + bias, cut into four parts
///     c[t] = sigmoid(f) · c[t-1] + sigmoid(i) · tanh(g)
///     h[t] = sigmoid(o) · tanh(c[t])
///
/// The input has the shape `[batch, length, inputs]`. The output is h of all steps,
/// `[batch, length, hidden]`, or of the last one alone, `[batch, hidden]`; h and c begin with
/// zeros.
///
/// Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9, 1997; with
/// the forget gate of Gers, Schmidhuber, Cummins, "Learning to Forget", 2000. The order of the
/// gates is PyTorch's.
public struct LSTM: TrainableLayer, Equatable {
  /// The weights of the input, shape `[inputs, 4 · hidden]`.
  public var inputWeight: Tensor
  /// The weights of the step before, shape `[hidden, 4 · hidden]`.
  public var recurrentWeight: Tensor
  /// What is added to the gates, shape `[4 · hidden]`. (PyTorch keeps two and adds them.)
  public var bias: Tensor
  /// Whether the output is that of all steps and not of the last one alone.
  public let returnsSequence: Bool

  /// Creates a layer from its parameters.
  ///
  /// - Parameters:
  ///   - inputWeight: shape `[inputs, 4 · hidden]`.
  ///   - recurrentWeight: shape `[hidden, 4 · hidden]`.
  ///   - bias: shape `[4 · hidden]`.
  ///   - returnsSequence: whether the output is that of all steps and not of the last one alone.
  public init(
    inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor, returnsSequence: Bool = true
  ) {
    let hidden = recurrentWeight.shape.first ?? 0
    require(
      hidden > 0 && recurrentWeight.shape == [hidden, 4 * hidden] && bias.shape == [4 * hidden]
        && inputWeight.shape.count == 2 && inputWeight.shape[1] == 4 * hidden,
      "LSTM takes weights of shape [inputs, 4 · hidden] and [hidden, 4 · hidden] and a bias of "
        + "shape [4 · hidden]; it was given \(inputWeight.shape), \(recurrentWeight.shape) and "
        + "\(bias.shape).")
    self.inputWeight = inputWeight
    self.recurrentWeight = recurrentWeight
    self.bias = bias
    self.returnsSequence = returnsSequence
  }

  /// Creates a layer with random weights, uniform in ±1 / √hidden, and biases of zero but for the
  /// forget gate's, which are 1, so that a fresh layer remembers.
  ///
  /// Source: Jozefowicz, Zaremba, Sutskever, "An Empirical Exploration of Recurrent Network
  /// Architectures", ICML 2015, section 2.2.
  ///
  /// - Parameters:
  ///   - inputs: the length of a row of the input; at least 1.
  ///   - hidden: the length of a row of the output; at least 1.
  ///   - returnsSequence: whether the output is that of all steps and not of the last one alone.
  ///   - generator: where the randomness comes from; seed it to get the same layer again.
  public init(
    inputs: Int, hidden: Int, returnsSequence: Bool = true,
    using generator: inout some RandomNumberGenerator
  ) {
    require(
      inputs > 0 && hidden > 0,
      "LSTM takes at least 1 input and 1 hidden unit; it was given \(inputs) and \(hidden).")
    let bias = (0..<4 * hidden).map { (hidden..<2 * hidden).contains($0) ? Float(1) : 0 }
    self.init(
      inputWeight: randomWeights([inputs, 4 * hidden], sumLength: 6 * hidden, using: &generator),
      recurrentWeight: randomWeights(
        [hidden, 4 * hidden], sumLength: 6 * hidden, using: &generator),
      bias: Tensor(bias, shape: [4 * hidden]), returnsSequence: returnsSequence)
  }

  /// The length of a row of the input.
  public var inputs: Int { inputWeight.shape[0] }
  /// The length of a row of the output.
  public var hidden: Int { recurrentWeight.shape[0] }

  /// The weights and the bias.
  public var parameters: [Tensor] {
    get { [inputWeight, recurrentWeight, bias] }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      (inputWeight, recurrentWeight, bias) = (newValue[0], newValue[1], newValue[2])
    }
  }

  /// "input_weight", "recurrent_weight" and "bias".
  public var parameterNames: [String] { ["input_weight", "recurrent_weight", "bias"] }

  /// `[batch, length, hidden]` or `[batch, hidden]` for `[batch, length, inputs]`.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    require(
      inputShape.count == 3 && inputShape[2] == inputs,
      "\(self) takes an input of shape [batch, length, \(inputs)]; it was given \(inputShape).")
    return returnsSequence ? [inputShape[0], inputShape[1], hidden] : [inputShape[0], hidden]
  }

  /// `(inputs + hidden) · 4 · hidden` for each step.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    _ = outputShape(for: inputShape)
    return inputShape[0] * inputShape[1] * (inputs + hidden) * 4 * hidden
  }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor { output(of: read(x, isTraining: false)) }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let shape = outputShape(for: x.shape)
    let steps = read(x, isTraining: true)
    return ForwardPass(output: output(of: steps)) { [self] dY, needsInput in
      requireGradient(dY, fits: shape, of: self)
      return gradient(x, steps, dY, needsInput: needsInput)
    }
  }

  private func output(of steps: LSTMSteps) -> Tensor {
    guard returnsSequence else {
      return steps.outputs.last ?? Tensor(zeros: [steps.batch, hidden])
    }
    return steps.joined(steps.outputs, width: hidden)
  }
}

extension LSTM: CustomStringConvertible {
  /// The layer and its sizes: `LSTM(64 → 128)`.
  public var description: String { "LSTM(\(inputs) → \(hidden))" }
}
