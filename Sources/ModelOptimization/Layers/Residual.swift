/// Layers with a way around them: what they compute is added to what they were given.
///
///     y = body(x) + x            or            y = body(x) + shortcut(x)
///
/// The gradient takes the way around too, so that networks of very many layers still learn. Where
/// the body changes the shape, a shortcut (such as a 1×1 convolution) changes it likewise.
///
/// Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015,
/// arXiv:1512.03385, equations 1 and 2.
public struct Residual: TrainableLayer {
  /// The layers that are gone around.
  public var body: Sequential
  /// The layers on the way around; nil where the input itself is added.
  public var shortcut: Sequential?

  /// Creates the layer from its parts.
  ///
  /// - Parameters:
  ///   - body: the layers that are gone around.
  ///   - shortcut: the layers on the way around; nil to add the input itself.
  public init(_ body: [any TrainableLayer], shortcut: [any TrainableLayer]? = nil) {
    self.body = Sequential(body)
    self.shortcut = shortcut.map { Sequential($0) }
  }

  /// The parameters of the body, then those of the shortcut.
  public var parameters: [Tensor] {
    get { body.parameters + (shortcut?.parameters ?? []) }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      let count = body.parameters.count
      body.parameters = Array(newValue.prefix(count))
      shortcut?.parameters = Array(newValue.dropFirst(count))
    }
  }

  /// "body.0.weight" and so on, then "shortcut.0.weight" and so on.
  public var parameterNames: [String] { names(\.parameterNames) }

  /// The statistics of the body, then those of the shortcut.
  public var statistics: [Tensor] {
    get { body.statistics + (shortcut?.statistics ?? []) }
    set {
      requireReplacements(newValue, for: statistics, "statistics")
      let count = body.statistics.count
      body.statistics = Array(newValue.prefix(count))
      shortcut?.statistics = Array(newValue.dropFirst(count))
    }
  }

  /// "body.1.running_mean" and so on, then "shortcut.1.running_mean" and so on.
  public var statisticNames: [String] { names(\.statisticNames) }

  /// The shape that the body gives, which the way around must give as well.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    let shape = body.outputShape(for: inputShape)
    let around = shortcut?.outputShape(for: inputShape) ?? inputShape
    require(
      shape == around,
      "Residual adds what its body gives to what goes around it; from \(inputShape) the body made "
        + "\(shape), and the way around \(around).")
    return shape
  }

  /// Those of the body and of the shortcut.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    body.multiplyAccumulates(for: inputShape)
      + (shortcut?.multiplyAccumulates(for: inputShape) ?? 0)
  }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    _ = outputShape(for: x.shape)
    return sum(body(x), shortcut?(x) ?? x)
  }

  /// Applies the layer in training mode.
  public mutating func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let shape = outputShape(for: x.shape)
    let main = body.forward(x, using: &generator)
    let around = shortcut?.forward(x, using: &generator)
    let (mainBackward, aroundBackward) = (main.backward, around?.backward)
    return ForwardPass(output: sum(main.output, around?.output ?? x)) { [self] dY, needsInput in
      requireGradient(dY, fits: shape, of: self)
      let main = mainBackward(dY, needsInput)
      let around = aroundBackward?(dY, needsInput) ?? LayerGradient(input: dY, parameters: [])
      var dX: Tensor?
      if let inner = main.input, let outer = around.input { dX = sum(inner, outer) }
      return LayerGradient(
        input: needsInput ? dX : nil, parameters: main.parameters + around.parameters)
    }
  }

  private func sum(_ a: Tensor, _ b: Tensor) -> Tensor {
    mapElements(a, b) { Elementwise.add($0, $1, into: $2, count: $3) }
  }

  private func names(_ names: KeyPath<Sequential, [String]>) -> [String] {
    body[keyPath: names].map { "body.\($0)" }
      + (shortcut?[keyPath: names] ?? []).map { "shortcut.\($0)" }
  }
}

extension Residual: CustomStringConvertible {
  /// The layer and its parts: `Residual(Dense(8 → 8), ReLU())`.
  public var description: String {
    let inner = body.layers.map { "\($0)" }.joined(separator: ", ")
    let outer = shortcut.map { ", shortcut: \($0)" } ?? ""
    return "Residual(\(inner)\(outer))"
  }
}
