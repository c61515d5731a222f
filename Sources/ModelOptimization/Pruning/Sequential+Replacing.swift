extension Sequential {
  /// The network with other tensors, whose shapes may differ: the layers are made anew.
  ///
  /// - Parameters:
  ///   - tensors: for the name of each parameter and statistic its replacement; what is not named
  ///     stays.
  ///   - place: where the network stands in a larger one.
  func replacing(_ tensors: [String: Tensor], at place: String = "") -> Sequential {
    Sequential(
      layers.enumerated().map { index, layer in
        layer.replaced(by: tensors, at: place.isEmpty ? "\(index)" : "\(place).\(index)")
      })
  }
}

extension TrainableLayer {
  fileprivate func replaced(
    by tensors: [String: Tensor], at place: String
  ) -> any TrainableLayer {
    func tensor(_ name: String, _ own: Tensor) -> Tensor { tensors["\(place).\(name)"] ?? own }
    switch self {
    case let layer as Sequential:
      return layer.replacing(tensors, at: place)
    case var layer as Residual:
      layer.body = layer.body.replacing(tensors, at: "\(place).body")
      layer.shortcut = layer.shortcut?.replacing(tensors, at: "\(place).shortcut")
      return layer
    case let layer as Dense:
      return Dense(weight: tensor("weight", layer.weight), bias: tensor("bias", layer.bias))
    case let layer as Conv2D:
      return Conv2D(
        weight: tensor("weight", layer.weight), bias: layer.bias.map { tensor("bias", $0) },
        stride: layer.stride, padding: layer.padding, groups: layer.groups, layout: layer.layout)
    case let layer as DepthwiseConv2D:
      return DepthwiseConv2D(
        weight: tensor("weight", layer.weight), bias: layer.bias.map { tensor("bias", $0) },
        stride: layer.stride, padding: layer.padding, layout: layer.layout)
    case let layer as BatchNorm:
      return BatchNorm(
        weight: tensor("weight", layer.weight), bias: tensor("bias", layer.bias),
        runningMean: tensor("running_mean", layer.runningMean),
        runningVariance: tensor("running_var", layer.runningVariance), momentum: layer.momentum,
        epsilon: layer.epsilon, layout: layer.layout)
    default:
      return self
    }
  }
}
