extension ModelCost {
  /// Counts a quantized model: its steps, whatever their formats.
  ///
  /// - Parameter model: the layers as they are stored.
  public init(_ model: QuantizedModel) {
    inputShape = model.inputShape
    var shapes: [[Int]] = []
    var statistics = 0
    layers = model.layers.enumerated().map { index, layer in
      let input = model.values[layer.inputs[0]].shape
      let before = shapes.count
      var multiplyAccumulates = 0
      switch layer.operation {
      case .product(let product):
        shapes += [product.weightShape, [product.outputs]]
        multiplyAccumulates = product.multiplyAccumulates(for: input)
      case .layer(let layer):
        shapes += layer.parameters.map(\.shape)
        statistics += layer.statistics.reduce(0) { $0 + $1.count }
        multiplyAccumulates = layer.multiplyAccumulates(for: [1] + input)
      default: break
      }
      let format = layer.product.map { " (\($0.format))" } ?? ""
      return LayerCost(
        name: "\(index) \(layer.name)\(format)", outputShape: model.values[index + 1].shape,
        parameters: shapes[before...].reduce(0) { $0 + $1.reduce(1, *) },
        multiplyAccumulates: multiplyAccumulates)
    }
    self.shapes = shapes
    self.statistics = statistics
  }
}

extension QuantizedProduct {
  /// Every weight is used once for each place of its window.
  fileprivate func multiplyAccumulates(for inputShape: [Int]) -> Int {
    let weights = weightShape.reduce(1, *)
    guard case .convolution(let stride, let padding, _) = kind else { return weights }
    let places = zip(inputShape, weightShape[2...]).map { length, window in
      (length + 2 * padding - window) / stride + 1
    }
    return weights * places.reduce(1, *)
  }
}
