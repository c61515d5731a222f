/// Looks up a row of numbers for each token.
///
///     y[…, :] = weight[x[…], :]
///
/// The input holds token numbers, whole and in `0..<vocabulary`, in any shape; the output has one
/// axis more, of length `width`. Backward, dW sums dY over the places of each token; a token's
/// number has no slope, so the gradient of the input is zero.
///
/// Source: Bengio et al., "A Neural Probabilistic Language Model", JMLR 3, 2003.
public struct Embedding: TrainableLayer, Equatable {
  /// The rows, shape `[vocabulary, width]`.
  public var weight: Tensor

  /// Creates a layer from its rows.
  ///
  /// - Parameter weight: shape `[vocabulary, width]`, neither of them zero.
  public init(weight: Tensor) {
    require(
      weight.shape.count == 2 && weight.count > 0,
      "Embedding takes a weight of shape [vocabulary, width]; it was given \(weight.shape).")
    self.weight = weight
  }

  /// Creates a layer with random rows, uniform in ±√3 so that their variance is 1.
  ///
  /// - Parameters:
  ///   - vocabulary: the number of tokens; at least 1.
  ///   - width: the length of a row; at least 1.
  ///   - generator: where the randomness comes from; seed it to get the same layer again.
  public init(
    vocabulary: Int, width: Int, using generator: inout some RandomNumberGenerator
  ) {
    require(
      vocabulary > 0 && width > 0,
      "Embedding takes at least 1 token and a width of at least 1; it was given \(vocabulary) and "
        + "\(width).")
    self.init(weight: randomWeights([vocabulary, width], sumLength: 2, using: &generator))
  }

  /// The number of tokens.
  public var vocabulary: Int { weight.shape[0] }
  /// The length of a row.
  public var width: Int { weight.shape[1] }

  /// The rows.
  public var parameters: [Tensor] {
    get { [weight] }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      weight = newValue[0]
    }
  }

  /// "weight".
  public var parameterNames: [String] { ["weight"] }

  /// The shape of the input and one axis more, of length `width`.
  public func outputShape(for inputShape: [Int]) -> [Int] { inputShape + [width] }

  /// None: looking up multiplies nothing.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int { 0 }

  /// Applies the layer to token numbers.
  public func callAsFunction(_ x: Tensor) -> Tensor { lookUp(tokens(x), shape: x.shape) }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let (tokens, shape) = (tokens(x), x.shape)
    return ForwardPass(output: lookUp(tokens, shape: shape)) { [self] dY, needsInput in
      requireGradient(dY, fits: outputShape(for: shape), of: self)
      var dW = Tensor(zeros: weight.shape)
      dW.withMutableElements { dW in
        dY.withElements { dY in
          for (place, token) in tokens.enumerated() {
            for column in 0..<width { dW[token * width + column] += dY[place * width + column] }
          }
        }
      }
      return LayerGradient(input: needsInput ? Tensor(zeros: shape) : nil, parameters: [dW])
    }
  }

  private func lookUp(_ tokens: [Int], shape: [Int]) -> Tensor {
    Tensor(shape: outputShape(for: shape)) { y in
      weight.withElements { weight in
        for (place, token) in tokens.enumerated() {
          (y + place * width).update(from: weight + token * width, count: width)
        }
      }
    }
  }

  private func tokens(_ x: Tensor) -> [Int] {
    x.elements.map { number in
      require(
        number >= 0 && number < Float(vocabulary) && number == number.rounded(.down),
        "\(self) takes token numbers, whole and in 0..<\(vocabulary); one of them is \(number).")
      return Int(number)
    }
  }
}

extension Embedding: CustomStringConvertible {
  /// The layer and its sizes: `Embedding(1000 → 64)`.
  public var description: String { "Embedding(\(vocabulary) → \(width))" }
}
