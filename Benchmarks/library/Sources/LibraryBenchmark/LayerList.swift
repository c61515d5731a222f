import ModelOptimization

/// A layer as other libraries need it: its kind, its numbers, and the names of its tensors in the
/// file of the network.
struct LayerEntry: Encodable {
  enum Kind: String, Encodable {
    case dense, convolution, batchNorm, relu, maxPool, flatten, globalAveragePool
  }

  let kind: Kind
  var weight: String?
  var bias: String?
  var mean: String?
  var variance: String?
  var epsilon: Float?
  var stride: Int?
  var padding: Int?
  var groups: Int?
  var size: Int?
}

/// The layers of a network in their order.
///
/// - Throws: `UnknownLayer`.
func entries(of model: Sequential, _ network: FashionModel) throws -> [LayerEntry] {
  try model.layers.enumerated().map { index, layer in
    // The file of the perceptron counts its dense layers alone.
    let place = network == .mlp ? "layers.\(index / 2)" : "\(index)"
    switch layer {
    case is Dense:
      return LayerEntry(kind: .dense, weight: "\(place).weight", bias: "\(place).bias")
    case let layer as Conv2D:
      return LayerEntry(
        kind: .convolution, weight: "\(place).weight",
        bias: layer.bias == nil ? nil : "\(place).bias",
        stride: layer.stride, padding: layer.padding, groups: layer.groups)
    case let layer as DepthwiseConv2D:
      return LayerEntry(
        kind: .convolution, weight: "\(place).weight",
        bias: layer.bias == nil ? nil : "\(place).bias",
        stride: layer.stride, padding: layer.padding, groups: layer.channels)
    case let layer as BatchNorm:
      return LayerEntry(
        kind: .batchNorm, weight: "\(place).weight", bias: "\(place).bias",
        mean: "\(place).running_mean", variance: "\(place).running_var", epsilon: layer.epsilon)
    case let layer as MaxPool2D:
      return LayerEntry(
        kind: .maxPool, stride: layer.stride, padding: layer.padding, size: layer.size)
    case is ReLU: return LayerEntry(kind: .relu)
    case is Flatten: return LayerEntry(kind: .flatten)
    case is GlobalAveragePool: return LayerEntry(kind: .globalAveragePool)
    default: throw UnknownLayer(layer: "\(type(of: layer))")
    }
  }
}

/// A layer that no other library was told about.
struct UnknownLayer: Error, CustomStringConvertible {
  let layer: String

  var description: String {
    "There is no entry for the layer \(layer). Add one to LayerList.swift and peers.py."
  }
}
