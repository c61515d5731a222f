/// A node of a fused network, as quantization looks at it.
struct FusedLayer: Sendable {
  /// What a node is for quantization.
  enum Role: Sendable {
    /// Weights that are multiplied, as floats.
    case product(FloatProduct)
    case maximumPooling(MaxPool2D)
    case averagePooling(AveragePool2D)
    case globalAveragePooling
    case sum(isRectified: Bool)
    case reshape([Int])
    /// Whatever has no integer form.
    case other(any TrainableLayer)
  }

  let name: String
  let role: Role
  /// The names of the nodes that it reads.
  let inputs: [String]

  /// - Throws: `QuantizedModelError.inconsistent` for a node that no network of layers has.
  init(_ node: ComputationGraph.Node) throws(QuantizedModelError) {
    name = node.name
    inputs = node.inputs
    let isPlain = node.epilogue == ComputationGraph.Epilogue()
    switch node.operation {
    case .layer(let layer):
      if let product = FloatProduct(layer, node.epilogue) {
        role = .product(product)
      } else if let pool = layer as? MaxPool2D, pool.layout == .nhwc, isPlain {
        role = .maximumPooling(pool)
      } else if let pool = layer as? AveragePool2D, pool.layout == .nhwc, isPlain {
        role = .averagePooling(pool)
      } else if let pool = layer as? GlobalAveragePool, pool.layout == .nhwc, isPlain {
        role = .globalAveragePooling
      } else if let layer = layer as? any TrainableLayer {
        var layers: [any TrainableLayer] = [layer]
        if node.epilogue.rectified { layers.append(ReLU()) }
        if let pooling = node.epilogue.pooling { layers.append(pooling) }
        role = .other(layers.count == 1 ? layer : Sequential(layers))
      } else {
        throw .inconsistent(layer: node.name, problem: "it cannot be stored.")
      }
    case .add where node.epilogue.pooling == nil:
      role = .sum(isRectified: node.epilogue.rectified)
    case .reshape(let shape) where isPlain: role = .reshape(shape)
    default: throw .inconsistent(layer: node.name, problem: "it is no layer.")
    }
  }

  var product: FloatProduct? {
    if case .product(let product) = role { product } else { nil }
  }
}

/// A dense layer or convolution with its weights as floats, and what follows it.
struct FloatProduct: Sendable {
  let kind: QuantizedProduct.Kind
  let weight: Tensor
  let bias: [Float]
  let isRectified: Bool
  let isPooled: Bool

  /// Nil for a layer that is none, or whose images lie in another order.
  init?(_ layer: any Layer, _ epilogue: ComputationGraph.Epilogue) {
    let bias: Tensor?
    switch layer {
    case let layer as Dense:
      (kind, weight, bias) = (.dense, layer.weight, layer.bias)
    case let layer as Conv2D where layer.layout == .nhwc:
      kind = .convolution(stride: layer.stride, padding: layer.padding, groups: layer.groups)
      (weight, bias) = (layer.weight, layer.bias)
    case let layer as DepthwiseConv2D where layer.layout == .nhwc:
      kind = .convolution(
        stride: layer.stride, padding: layer.padding, groups: layer.weight.shape[0])
      (weight, bias) = (layer.weight, layer.bias)
    default: return nil
    }
    let outputs = kind == .dense ? weight.shape[1] : weight.shape[0]
    self.bias = bias?.elements ?? [Float](repeating: 0, count: outputs)
    isRectified = epilogue.rectified
    isPooled = epilogue.pooling != nil
  }

  /// The layer alone with other weights and without a bias, for the mean of its results.
  func bare(weight: Tensor) -> any Layer {
    switch kind {
    case .dense: Dense(weight: weight, bias: Tensor(zeros: [weight.shape[1]]))
    case .convolution(let stride, let padding, let groups):
      Conv2D(weight: weight, bias: nil, stride: stride, padding: padding, groups: groups)
    }
  }
}
