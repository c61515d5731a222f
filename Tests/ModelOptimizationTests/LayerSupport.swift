import ModelOptimization
import Testing

/// One layer in `Fixtures/layers-reference.json`: what PyTorch's gives, forward and backward.
struct LayerCase: Decodable, CustomTestStringConvertible {
  var name, kind: String
  var options: [String: Double]
  var input, output, inferenceOutput, outputGradient, inputGradient: Expected
  var parameters, parameterGradients, statistics, statisticsAfter: [Expected]

  var testDescription: String { name }

  static let all: [LayerCase] = {
    struct Table: Decodable { var cases: [LayerCase] }
    do {
      return try Fixture.table("layers-reference.json", as: Table.self).cases
    } catch {
      Issue.record(error)
      return []
    }
  }()

  var isOfImages: Bool { input.shape.count == 4 }

  /// The layer, for images in the given layout.
  func layer(_ layout: ImageLayout) throws -> any TrainableLayer {
    func option(_ name: String) -> Int { Int(options[name] ?? 0) }
    let tensors = parameters.map(\.tensor)
    let (first, second) = (tensors.first, tensors.count > 1 ? tensors[1] : nil)
    switch kind {
    case "relu": return ReLU()
    case "sigmoid": return Sigmoid()
    case "tanh": return Tanh()
    case "gelu": return GELU()
    case "softmax": return Softmax()
    case "leakyReLU": return LeakyReLU(slope: Float(options["slope"] ?? 0))
    case "maxPool":
      return MaxPool2D(
        size: option("size"), stride: option("stride"), padding: option("padding"), layout: layout)
    case "averagePool":
      return AveragePool2D(
        size: option("size"), stride: option("stride"), padding: option("padding"), layout: layout)
    case "globalAveragePool": return GlobalAveragePool(layout: layout)
    case "dense": return try Dense(weight: #require(first), bias: #require(second))
    case "layerNorm": return try LayerNorm(weight: #require(first), bias: #require(second))
    case "embedding": return try Embedding(weight: #require(first))
    case "conv2D":
      return try Conv2D(
        weight: #require(first), bias: second, stride: option("stride"),
        padding: option("padding"), groups: option("groups"), layout: layout)
    case "depthwise":
      return try DepthwiseConv2D(
        weight: #require(first), bias: second, stride: option("stride"),
        padding: option("padding"), layout: layout)
    case "batchNorm":
      let statistics = statistics.map(\.tensor)
      return try BatchNorm(
        weight: #require(first), bias: #require(second), runningMean: #require(statistics.first),
        runningVariance: #require(statistics.last), momentum: Float(options["momentum"] ?? 0),
        epsilon: Float(options["epsilon"] ?? 0), layout: layout)
    case "attention":
      return try MultiHeadAttention(
        input: Dense(weight: #require(first), bias: #require(second)),
        output: Dense(weight: tensors[2], bias: tensors[3]), heads: option("heads"),
        isCausal: option("causal") == 1)
    case "lstm":
      return try LSTM(
        inputWeight: #require(first), recurrentWeight: #require(second), bias: tensors[2],
        returnsSequence: option("sequence") == 1)
    default:
      throw UnknownKind(kind: kind)
    }
  }

  struct UnknownKind: Error { var kind: String }
}

extension Tensor {
  /// Images in the given layout, from images that lie channel by channel; other tensors as they
  /// are.
  func laidOut(_ layout: ImageLayout) -> Tensor {
    layout == .nhwc && shape.count == 4 ? nchwToNHWC() : self
  }

  /// The other way round.
  func laidOutAsInPyTorch(_ layout: ImageLayout) -> Tensor {
    layout == .nhwc && shape.count == 4 ? nhwcToNCHW() : self
  }
}

/// Runs a layer forward and backward; without a gradient of the output, one is made from `seed`.
func runBoth(
  _ layer: any TrainableLayer, _ x: Tensor, outputGradient: Tensor? = nil, seed: UInt64 = 77
) -> (output: Tensor, gradient: LayerGradient, layer: any TrainableLayer) {
  var layer = layer
  var generator = SplitMix64(seed: seed)
  let pass = layer.forward(x, using: &generator)
  let dY = outputGradient ?? randomTensor(pass.output.shape, seed: seed)
  return (pass.output, pass.backward(dY, true), layer)
}

/// The largest difference between a layer's gradients and the slopes of
///
///     loss = Σ y · r        (r some numbers of -1..<1)
///
/// along each element of its input and of its parameters, from a step to each side; relative to
/// the larger of 1 and the slope. Rounding leaves an error near 1e-6 / step, for the outputs are
/// sums of numbers near 1, and the curvature one of step² / 6 times the third slope.
func largestSlopeError(
  _ layer: any TrainableLayer, _ x: Tensor, step: Float, seed: UInt64 = 77
) -> Double {
  let (output, gradient, _) = runBoth(layer, x, seed: seed)
  let r = randomTensor(output.shape, seed: seed).elements.map(Double.init)
  func loss(_ layer: any TrainableLayer, _ x: Tensor) -> Double {
    var layer = layer
    var generator = SplitMix64(seed: seed)
    let y = layer.forward(x, using: &generator).output
    return zip(y.elements, r).reduce(0) { $0 + Double($1.0) * $1.1 }
  }
  func worst(_ tensor: Tensor, _ gradient: Tensor?, _ loss: (Tensor) -> Double) -> Double {
    guard let gradient, gradient.shape == tensor.shape else { return .infinity }
    return (0..<tensor.count).reduce(0.0) { worst, index in
      func moved(by offset: Float) -> (Tensor, Float) {
        var elements = tensor.elements
        elements[index] += offset
        return (Tensor(elements, shape: tensor.shape), elements[index])
      }
      let ((below, low), (above, high)) = (moved(by: -step), moved(by: step))
      // What the step came to after rounding.
      let slope = (loss(above) - loss(below)) / (Double(high) - Double(low))
      let error = abs(slope - Double(gradient.elements[index])) / max(1, abs(slope))
      return error.isNaN ? .infinity : max(worst, error)
    }
  }
  var result = worst(x, gradient.input) { loss(layer, $0) }
  guard gradient.parameters.count == layer.parameters.count else { return .infinity }
  for (index, parameter) in layer.parameters.enumerated() {
    let error = worst(parameter, gradient.parameters[index]) { moved in
      var layer = layer
      layer.parameters[index] = moved
      return loss(layer, x)
    }
    result = max(result, error)
  }
  return result
}

/// Numbers no two of which are closer than `distance`, none of them closer to 0 than half of it,
/// in random order: no step of less than half the distance goes over the bend of a ReLU or makes
/// another element the largest.
func spacedTensor(_ shape: [Int], distance: Float, seed: UInt64) -> Tensor {
  var generator = SplitMix64(seed: seed)
  let count = shape.reduce(1, *)
  let numbers = (0..<count).map { (Float($0 - count / 2) + 0.5) * distance }
  return Tensor(numbers.shuffled(using: &generator), shape: shape)
}

/// Expects that a program which ended wrote `message`.
func expectMessage(_ result: ExitTest.Result?, _ message: String) {
  let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(output.contains(message), "it wrote: \(output)")
}
