extension QuantizedLayer {
  /// What the step makes of its inputs.
  ///
  /// - Throws: `QuantizedModelError.inconsistent` where they do not fit.
  func value(
    for inputs: [QuantizedModel.Value]
  ) throws(QuantizedModelError) -> QuantizedModel.Value {
    let isSum =
      switch operation {
      case .sum, .floatSum: true
      default: false
      }
    guard inputs.count == (isSum ? 2 : 1), let input = inputs.first else {
      throw problem("it reads \(inputs.count) values.")
    }
    switch operation {
    case .quantize(let parameters):
      try requireFloats(inputs)
      return try bytes(input.shape, parameters)
    case .dequantize:
      try requireBytes(inputs)
      return QuantizedModel.Value(shape: input.shape, parameters: nil)
    case .product(let product):
      let shape = try shape(of: product, for: input.shape)
      guard case .integer(_, let output) = product.arithmetic else {
        try requireFloats(inputs)
        return QuantizedModel.Value(shape: shape, parameters: nil)
      }
      try requireBytes(inputs)
      for scale in product.weightScales {
        try requireScale(
          Double(input.parameters?.scale ?? 1) * Double(scale) / Double(output?.scale ?? 1),
          below: output == nil ? Double(Float.greatestFiniteMagnitude) : Requantization.scaleLimit)
      }
      guard let output else { return QuantizedModel.Value(shape: shape, parameters: nil) }
      return try bytes(shape, output)
    case .maximumPooling(let pool):
      try requireBytes(inputs)
      return QuantizedModel.Value(
        shape: try pooledShape(input.shape, pool.window, pool.layout),
        parameters: input.parameters)
    case .averagePooling(let pool, let output):
      try requireBytes(inputs)
      try requireScales(of: inputs, to: output, below: Requantization.scaleLimit)
      return try bytes(pooledShape(input.shape, pool.window, pool.layout), output)
    case .globalAveragePooling(let output):
      try requireBytes(inputs)
      guard input.shape.count == 3, elementCount(of: input.shape) > 0 else {
        throw problem("it takes no value of shape \(input.shape).")
      }
      try requireScales(of: inputs, to: output, below: Requantization.scaleLimit)
      return try bytes([input.shape[2]], output)
    case .sum(_, let output):
      try requireBytes(inputs)
      guard inputs[0].shape == inputs[1].shape else { throw problem("it adds different shapes.") }
      try requireScales(of: inputs, to: output, below: IntegerSum.scaleLimit)
      return try bytes(input.shape, output)
    case .floatSum:
      try requireFloats(inputs)
      guard inputs[0].shape == inputs[1].shape else { throw problem("it adds different shapes.") }
      return QuantizedModel.Value(shape: input.shape, parameters: nil)
    case .reshape(let shape):
      guard isCountable(shape), elementCount(of: shape) == elementCount(of: input.shape) else {
        throw problem("it makes \(shape) of \(input.shape).")
      }
      return QuantizedModel.Value(shape: shape, parameters: input.parameters)
    case .layer(let layer):
      try requireFloats(inputs)
      return QuantizedModel.Value(
        shape: Array(layer.outputShape(for: [1] + input.shape).dropFirst()), parameters: nil)
    }
  }

  func problem(_ text: String) -> QuantizedModelError {
    .inconsistent(layer: name, problem: text)
  }

  private func requireFloats(_ inputs: [QuantizedModel.Value]) throws(QuantizedModelError) {
    guard inputs.allSatisfy({ $0.parameters == nil }) else {
      throw problem("it takes floats and is given bytes.")
    }
  }

  private func requireBytes(_ inputs: [QuantizedModel.Value]) throws(QuantizedModelError) {
    guard inputs.allSatisfy({ $0.parameters != nil }) else {
      throw problem("it takes bytes and is given floats.")
    }
  }

  /// Refuses inputs whose steps are too many steps of the result.
  private func requireScales(
    of inputs: [QuantizedModel.Value], to output: QuantizationParameters, below limit: Double
  ) throws(QuantizedModelError) {
    for input in inputs {
      try requireScale(input.parameters?.ratio(to: output) ?? 0, below: limit)
    }
  }

  private func requireScale(_ scale: Double, below limit: Double) throws(QuantizedModelError) {
    guard scale < limit else {
      throw .scaleOutOfRange(layer: name, scale: scale, limit: limit)
    }
  }

  private func bytes(
    _ shape: [Int], _ parameters: QuantizationParameters
  ) throws(QuantizedModelError) -> QuantizedModel.Value {
    guard parameters.format == .uint8 else {
      throw problem("its results are \(parameters.format), and only UINT8 is computed with.")
    }
    return QuantizedModel.Value(shape: shape, parameters: parameters)
  }

  private func pooledShape(
    _ shape: [Int], _ window: Window, _ layout: ImageLayout
  ) throws(QuantizedModelError) -> [Int] {
    guard shape.count == 3, shape[2] > 0, layout == .nhwc,
      let height = window.steps(shape[0], window.height),
      let width = window.steps(shape[1], window.width)
    else { throw problem("it takes no value of shape \(shape).") }
    return [height, width, shape[2]]
  }

  private func shape(
    of product: QuantizedProduct, for input: [Int]
  ) throws(QuantizedModelError) -> [Int] {
    let weight = product.weightShape
    try requireWeight(product)
    switch product.kind {
    case .dense:
      guard weight.count == 2, input == [weight[0]], weight[1] > 0, !product.isPooled else {
        throw problem("weights of shape \(weight) take no value of shape \(input).")
      }
      return [weight[1]]
    case .convolution(let stride, let padding, let groups):
      guard weight.count == 4, elementCount(of: weight) > 0, (1...1 << 20).contains(stride),
        (0...1 << 20).contains(padding), groups >= 1, weight[0].isMultiple(of: groups),
        input.count == 3, input[2].isMultiple(of: groups), input[2] / groups == weight[1]
      else { throw problem("weights of shape \(weight) take no value of shape \(input).") }
      let window = Window(
        height: weight[2], width: weight[3], stride: stride, padding: padding)
      guard let height = window.steps(input[0], window.height),
        let width = window.steps(input[1], window.width),
        !product.isPooled || (height >= 2 && width >= 2)
      else { throw problem("its window does not fit a value of shape \(input).") }
      return product.isPooled ? [height / 2, width / 2, weight[0]] : [height, width, weight[0]]
    }
  }

  /// Integers are computed with if they are symmetric, in at most 8 bits, with a scale for each
  /// output; their sums must fit 32 bits.
  private func requireWeight(_ product: QuantizedProduct) throws(QuantizedModelError) {
    let outputs = product.outputs
    let biasCount =
      switch product.arithmetic {
      case .integer(let bias, _): bias.count
      case .dynamic(let bias), .floatingPoint(let bias): bias.count
      }
    guard biasCount == outputs else {
      throw problem("\(outputs) outputs have \(biasCount) biases.")
    }
    if case .floatingPoint = product.arithmetic { return }
    guard case .integers(let tensor) = product.weight,
      tensor.grid.isForIntegerArithmetic, tensor.grid.outputAxis == (product.kind == .dense ? 1 : 0)
    else {
      throw problem("its weights are \(product.format), which no integer arithmetic is for.")
    }
    var bias = [Int32](repeating: 0, count: outputs)
    if case .integer(let own, _) = product.arithmetic { bias = own }
    let integers = tensor.integers
    let inputs = integers.count / max(outputs, 1)
    for output in 0..<outputs {
      let sum = integers[output * inputs..<(output + 1) * inputs]
        .reduce(0) { $0 + Int($1.magnitude) }
      guard 255 * sum + Int(bias[output].magnitude) <= Int(Int32.max) else {
        throw problem("the sums of output \(output) may exceed 32 bits.")
      }
    }
  }
}

extension QuantizationGrid {
  /// Whether the integers can be multiplied as they are: symmetric, of 2 to 8 bits, signed, and all
  /// weights of an output with one scale.
  var isForIntegerArithmetic: Bool {
    guard scheme == .symmetric, format.isSigned, format.bits <= 8 else { return false }
    if case .group = granularity { return false }
    return true
  }

  /// The scale of an output's weights.
  func scale(ofOutput output: Int) -> Float { scales.count == 1 ? scales[0] : scales[output] }
}

extension Window {
  /// The steps that a window of `size` makes along an axis of `length`, or nil if it does not fit.
  fileprivate func steps(_ length: Int, _ size: Int) -> Int? {
    guard length >= 1, length <= 1 << 20, size >= 1, length + 2 * padding >= size else {
      return nil
    }
    return (length + 2 * padding - size) / stride + 1
  }
}
