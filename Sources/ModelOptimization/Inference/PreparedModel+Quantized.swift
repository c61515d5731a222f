extension PreparedModel {
  /// Prepares a quantized model: its integers are laid out for the kernels, once.
  ///
  /// What is stored as integers is multiplied as integers where activations are bytes; where they
  /// are floats, the weights become floats here, or as the kernel reads them.
  ///
  /// - Parameter model: the steps with their weights.
  public init(_ model: QuantizedModel) {
    var lowering = QuantizedLowering(model)
    for (index, layer) in model.layers.enumerated() { lowering.append(layer, at: index) }
    inputShape = model.inputShape
    outputShape = model.outputShape
    outputValue = lowering.outputValue
    values = lowering.values
    steps = lowering.steps
    operators = lowering.steps.map(\.description)
  }
}

/// Turns the steps of a quantized model into those of a prepared one.
private struct QuantizedLowering {
  private let model: QuantizedModel
  private(set) var steps: [ModelStep] = []
  private(set) var values: [ValueLayout]
  /// The number here of each value of the quantized model: what only has another shape has none of
  /// its own.
  private var numbers = [0]

  init(_ model: QuantizedModel) {
    self.model = model
    values = [ValueLayout(elementCount(of: model.inputShape))]
  }

  /// The number of the last value.
  var outputValue: Int { numbers[numbers.count - 1] }

  /// Appends the step that makes value `index + 1` of the quantized model.
  mutating func append(_ layer: QuantizedLayer, at index: Int) {
    let inputs = layer.inputs.map { model.values[$0] }
    let (input, output) = (inputs[0], model.values[index + 1])
    let count = elementCount(of: output.shape)
    var step = Draft(layer: layer, input: input, output: output)
    switch layer.operation {
    case .reshape:
      numbers.append(numbers[layer.inputs[0]])
      return
    case .layer(let float):
      return splice(float, layer, input)
    case .product(let product):
      guard let operation = product.operation(&step, input: input) else {
        return splice(product.floatChain, layer, input)
      }
      return append(operation, step)
    case .quantize(let parameters):
      step.kind = "quantize"
      append(QuantizeOperator(parameters: parameters, count: count), step)
    case .dequantize:
      guard let parameters = input.parameters else { return }
      step.kind = "dequantize"
      append(DequantizeOperator(parameters: parameters, count: count), step)
    case .maximumPooling(let pool):
      step.kind = "integer pooling"
      step.furtherOperations = count * pool.size * pool.size
      append(
        IntegerMaximumPoolingOperator(geometry: PoolingGeometry(input.shape, pool.window)), step)
    case .averagePooling(let pool, let parameters):
      step.furtherOperations = count * pool.size * pool.size
      appendAverage(PoolingGeometry(input.shape, pool.window), parameters, input, &step)
    case .globalAveragePooling(let parameters):
      step.furtherOperations = elementCount(of: input.shape)
      appendAverage(PoolingGeometry(wholeOf: input.shape), parameters, input, &step)
    case .sum(let isRectified, let parameters):
      guard let first = inputs[0].parameters, let second = inputs[1].parameters else { return }
      step.kind = "integer sum"
      step.furtherOperations = count
      append(
        IntegerSumOperator(
          sum: IntegerSum(first, second, output: parameters, isRectified: isRectified),
          count: count), step)
    case .floatSum(let isRectified):
      step.kind = "sum"
      step.furtherOperations = count
      append(SumOperator(count: count, rectified: isRectified), step)
    }
  }

  private mutating func appendAverage(
    _ geometry: PoolingGeometry, _ output: QuantizationParameters,
    _ input: QuantizedModel.Value, _ step: inout Draft
  ) {
    guard let parameters = input.parameters else { return }
    step.kind = "integer pooling"
    append(
      IntegerAveragePoolingOperator(
        pooling: IntegerAveragePooling(
          geometry, inputZeroPoint: parameters.byteZeroPoint,
          scale: parameters.ratio(to: output), zeroPoint: output.byteZeroPoint)), step)
  }

  private mutating func append(_ operation: any PreparedOperator, _ step: Draft) {
    let inputs = step.layer.inputs.map { numbers[$0] }
    let output = ValueLayout(step.output)
    steps.append(
      ModelStep(
        description: step.description(
          activationBytes: inputs.reduce(output.bytes) { $0 + values[$1].bytes }),
        operation: operation, inputs: inputs, output: values.count, grouping: step.grouping))
    numbers.append(values.count)
    values.append(output)
  }

  /// Appends the steps that a layer of floats becomes in a model of its own.
  private mutating func splice(
    _ float: any TrainableLayer, _ layer: QuantizedLayer, _ input: QuantizedModel.Value
  ) {
    let own = PreparedModel(float, inputShape: input.shape)
    var places = [numbers[layer.inputs[0]]]
    for layout in own.values.dropFirst() {
      places.append(values.count)
      values.append(layout)
    }
    for step in own.steps {
      let name = own.steps.count == 1 ? layer.name : "\(layer.name): \(step.description.name)"
      steps.append(
        ModelStep(
          description: step.description.named(name), operation: step.operation,
          inputs: step.inputs.map { places[$0] }, output: places[step.output],
          grouping: step.grouping))
    }
    numbers.append(places[own.outputValue])
  }
}

/// What is known of a step before it is written down.
private struct Draft {
  let layer: QuantizedLayer
  let input: QuantizedModel.Value
  let output: QuantizedModel.Value
  var kind = ""
  var grouping = ModelStep.Grouping.any
  var multiplyAccumulates = 0
  /// Operations beyond the multiply-accumulates, for one example.
  var furtherOperations = 0
  var weightBytes = 0

  init(layer: QuantizedLayer, input: QuantizedModel.Value, output: QuantizedModel.Value) {
    (self.layer, self.input, self.output) = (layer, input, output)
  }

  func description(activationBytes: Int) -> OperatorDescription {
    OperatorDescription(
      name: layer.name, kind: kind, inputShape: input.shape, outputShape: output.shape,
      multiplyAccumulates: multiplyAccumulates,
      floatingPointOperations: 2 * multiplyAccumulates + furtherOperations,
      weightBytes: weightBytes, activationBytes: activationBytes)
  }
}

extension ValueLayout {
  fileprivate init(_ value: QuantizedModel.Value) {
    self.init(
      elementCount(of: value.shape), of: value.parameters == nil ? .float : .unsignedByte)
  }
}

extension OperatorDescription {
  fileprivate func named(_ name: String) -> OperatorDescription {
    OperatorDescription(
      name: name, kind: kind, inputShape: inputShape, outputShape: outputShape,
      multiplyAccumulates: multiplyAccumulates, floatingPointOperations: floatingPointOperations,
      weightBytes: weightBytes, activationBytes: activationBytes)
  }
}

// MARK: - Products

extension QuantizedProduct {
  /// The operator of a layer that computes with integers; nil where it computes with floats.
  fileprivate func operation(
    _ step: inout Draft, input: QuantizedModel.Value
  ) -> (any PreparedOperator)? {
    guard let weights = integerWeights else { return nil }
    step.furtherOperations = elementCount(of: step.output.shape) * (isRectified ? 2 : 1)
    switch arithmetic {
    case .integer(let bias, let output):
      guard let parameters = input.parameters else { return nil }
      let result = integerOutput(input: parameters, output: output)
      if let geometry = geometry(for: input.shape) {
        let convolution = IntegerConvolution(
          geometry, weights: weights, bias: bias, inputZeroPoint: parameters.byteZeroPoint,
          output: result, pooling: isPooled ? .maximum2x2 : .none)
        step.kind =
          geometry.isDepthwise && geometry.groups > 1
          ? "integer depthwise convolution" : "integer convolution"
        step.grouping = .few
        step.multiplyAccumulates = geometry.multiplyAdds
        step.weightBytes = convolution.byteCount
        return IntegerConvolutionOperator(convolution: convolution)
      }
      let (inputs, outputs) = (weightShape[0], weightShape[1])
      let dense = IntegerDense(
        weights, inputs: inputs, outputs: outputs, inputStride: 1, outputStride: inputs,
        bias: bias, inputZeroPoint: parameters.byteZeroPoint, output: result)
      step.describeDense(self, bytes: dense.byteCount, as: "integer dense")
      return IntegerDenseOperator(dense: dense)
    case .dynamic(let bias):
      guard kind == .dense else { return nil }
      let (inputs, outputs) = (weightShape[0], weightShape[1])
      let dense = DynamicDense(
        weights, inputs: inputs, outputs: outputs, inputStride: 1, outputStride: inputs,
        scales: weightScales, bias: bias, relu: isRectified)
      step.describeDense(self, bytes: dense.byteCount, as: "dynamic integer dense")
      // The memory for the quantized rows is for the whole batch.
      step.grouping = .all
      return DynamicDenseOperator(dense: dense)
    case .floatingPoint(let bias):
      guard case .integers(let tensor) = weight, staysPacked else { return nil }
      let grouped = GroupedWeights(tensor, bias: bias, relu: isRectified)
      step.describeDense(self, bytes: grouped.byteCount, as: "dense with integer weights")
      return GroupedDenseOperator(weights: grouped)
    }
  }

  /// Whether the weights stay integers in memory, and become floats in registers. That pays where
  /// as floats they would not fit a core's own cache, and a product waits for memory; all others
  /// become floats once.
  private var staysPacked: Bool {
    guard kind == .dense, case .integers(let tensor) = weight else { return false }
    let grid = tensor.grid
    return 4 * tensor.shape[0] * tensor.shape[1] > 1 << 20 && grid.scheme == .symmetric
      && grid.format.isSigned && grid.format.bits <= 8
  }

  /// The layer with what follows it, in floats.
  fileprivate var floatChain: Sequential {
    let bias: [Float] =
      switch arithmetic {
      case .integer: [Float](repeating: 0, count: outputs)
      case .dynamic(let bias), .floatingPoint(let bias): bias
      }
    var layers: [any TrainableLayer] = [floatLayer(bias: bias)]
    if isRectified { layers.append(ReLU()) }
    if isPooled { layers.append(MaxPool2D(size: 2)) }
    return Sequential(layers)
  }
}

extension Draft {
  fileprivate mutating func describeDense(
    _ product: QuantizedProduct, bytes: Int, as kind: String
  ) {
    self.kind = kind
    multiplyAccumulates = product.weightShape[0] * product.weightShape[1]
    // Few weights stay in the first cache, whoever reads them next.
    grouping = bytes <= 16_384 ? .any : .all
    weightBytes = bytes
  }
}
