/// A network that also shows what it computes half-way, for a teacher to correct.
///
///     features = body(x)
///     in training:   [logits(features), projection(features)], side by side, one row an image
///     in use:        logits(features)
///
/// The projection brings the features to the shape of the teacher's. It learns together with the
/// network and is dropped afterwards: `network` is what is kept.
///
/// Source: Romero et al., "FitNets: Hints for Thin Deep Nets", 2015, arXiv:1412.6550, section 2.2.
public struct FeatureStudent: TrainableLayer {
  /// The layers up to the features.
  public private(set) var body: Sequential
  /// The layers behind them, to the scores.
  public private(set) var head: Sequential
  /// From the features to the shape of the teacher's; without layers where it is the same.
  public private(set) var projection: Sequential

  /// Cuts a network in two.
  ///
  /// - Parameters:
  ///   - network: the student.
  ///   - layer: the number of the layer, from 0, whose output the features are; not the last.
  ///   - projection: layers that take the features; none where they are compared as they are.
  /// - Throws: `DistillationError.noSuchLayer`.
  public init(
    _ network: Sequential, featuresOf layer: Int, projection: [any TrainableLayer] = []
  ) throws(DistillationError) {
    guard network.layers.indices.dropLast().contains(layer) else {
      throw .noSuchLayer(layer, layers: network.layers.count - 1)
    }
    body = Sequential(Array(network.layers[...layer]))
    head = Sequential(Array(network.layers[(layer + 1)...]))
    self.projection = Sequential(projection)
  }

  /// The student without the projection.
  public var network: Sequential { Sequential(body.layers + head.layers) }

  /// Those of the network, then those of the projection.
  public var parameters: [Tensor] {
    get { body.parameters + head.parameters + projection.parameters }
    set {
      requireReplacements(newValue, for: parameters, "parameters")
      distribute(newValue, \.parameters)
    }
  }

  /// Those of the network, then "projection.0.weight" and so on.
  public var parameterNames: [String] {
    network.parameterNames + projection.parameterNames.map { "projection.\($0)" }
  }

  /// Those of the network, then those of the projection.
  public var statistics: [Tensor] {
    get { body.statistics + head.statistics + projection.statistics }
    set {
      requireReplacements(newValue, for: statistics, "statistics")
      distribute(newValue, \.statistics)
    }
  }

  /// Those of the network, then those of the projection.
  public var statisticNames: [String] {
    network.statisticNames + projection.statisticNames.map { "projection.\($0)" }
  }

  /// The shape of the scores.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    head.outputShape(for: body.outputShape(for: inputShape))
  }

  /// Those of the network.
  public func multiplyAccumulates(for inputShape: [Int]) -> Int {
    network.multiplyAccumulates(for: inputShape)
  }

  /// The scores alone.
  public func callAsFunction(_ x: Tensor) -> Tensor { head(body(x)) }

  /// Applies the network in training mode.
  ///
  /// - Returns: rows of scores and, behind them, projected features: `[batch, classes + features]`.
  public mutating func forward(
    _ x: Tensor, using generator: inout SplitMix64
  ) -> ForwardPass {
    let below = body.forward(x, using: &generator)
    let scores = head.forward(below.output, using: &generator)
    let features = projection.forward(below.output, using: &generator)
    let (classes, featureShape) = (scores.output.columnCount, features.output.shape)
    let backward = (below.backward, scores.backward, features.backward)
    return ForwardPass(output: scores.output.joined(with: features.output)) { dY, needsInput in
      let (dScores, dFeatures) = dY.columns(cutAt: classes)
      let fromScores = backward.1(dScores, true)
      let fromFeatures = backward.2(dFeatures.reshaped(to: featureShape), true)
      guard let a = fromScores.input, let b = fromFeatures.input else {
        preconditionFailure("Both were asked for the gradient of their input.")
      }
      let dBelow = mapElements(a, b) { Elementwise.add($0, $1, into: $2, count: $3) }
      let rest = backward.0(dBelow, needsInput)
      return LayerGradient(
        input: rest.input,
        parameters: rest.parameters + fromScores.parameters + fromFeatures.parameters)
    }
  }

  private mutating func distribute(
    _ tensors: [Tensor], _ place: WritableKeyPath<Sequential, [Tensor]>
  ) {
    var rest = tensors[...]
    for part in [\FeatureStudent.body, \.head, \.projection] {
      let count = self[keyPath: part][keyPath: place].count
      self[keyPath: part][keyPath: place] = Array(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
  }
}

extension Tensor {
  /// Rows of this tensor with those of another behind them, each flat.
  func joined(with other: Tensor) -> Tensor {
    let (left, right) = (columnCount, other.columnCount)
    return Tensor(shape: [rowCount, left + right]) { rows in
      withElements { first in
        other.withElements { second in
          for row in 0..<rowCount {
            let start = rows + row * (left + right)
            start.update(from: first + row * left, count: left)
            (start + left).update(from: second + row * right, count: right)
          }
        }
      }
    }
  }

  /// The first columns of a tensor of shape `[rows, columns]`, and the others.
  func columns(cutAt cut: Int) -> (first: Tensor, rest: Tensor) {
    let columns = columnCount
    func part(_ range: Range<Int>) -> Tensor {
      Tensor(shape: [rowCount, range.count]) { target in
        withElements { source in
          for row in 0..<rowCount {
            (target + row * range.count).update(
              from: source + row * columns + range.lowerBound, count: range.count)
          }
        }
      }
    }
    return (part(0..<cut), part(cut..<columns))
  }
}
