extension LayerGraph {
  /// The steps that the layers become, fused where a kernel does the work of several.
  func lowered() -> [ModelStep] {
    var readers = [Int](repeating: 0, count: valueCounts.count)
    for node in nodes { for input in node.inputs { readers[input] += 1 } }
    readers[value] += 1
    var steps: [ModelStep] = []
    var next = 0
    while next < nodes.count {
      // What comes behind a node may be fused with it as long as nobody else reads what is between.
      var end = next + 1
      while end < nodes.count, nodes[end].inputs == [nodes[end - 1].output],
        readers[nodes[end - 1].output] == 1
      { end += 1 }
      let fusion = OperatorFusion(nodes[next..<end])
      steps.append(fusion.step())
      next += fusion.count
    }
    return steps
  }
}

/// The nodes at the start of a chain that become one step.
private struct OperatorFusion {
  private let nodes: ArraySlice<LayerGraph.Node>
  /// How many of the chain's nodes are taken up.
  private(set) var count = 1
  private var operation: any PreparedOperator
  private var kind: String
  private var grouping = ModelStep.Grouping.any
  private var weightCount = 0
  /// Operations beyond the multiply-accumulates, for one example.
  private var furtherOperations = 0

  /// Chooses what the first node of a chain is fused with.
  ///
  /// - Parameter chain: nodes each of which is the only reader of the one before it.
  init(_ chain: ArraySlice<LayerGraph.Node>) {
    nodes = chain
    let first = chain[chain.startIndex]
    (operation, kind) = (
      SumOperator(count: elementCount(of: first.outputShape), rectified: false), "sum"
    )
    switch first.work {
    case .sum: chooseSum(first)
    case .layer(let layer): choose(layer, first)
    }
  }

  private mutating func choose(_ layer: any Layer, _ node: LayerGraph.Node) {
    let elements = elementCount(of: node.outputShape)
    switch layer {
    case let layer as Dense: chooseDense(layer)
    case let layer as Conv2D where layer.layout == .nhwc && elements > 0:
      chooseConvolution(
        layer.weight, layer.bias, layer.window, groups: layer.groups, node)
    case let layer as DepthwiseConv2D where layer.layout == .nhwc && elements > 0:
      chooseConvolution(
        layer.weight, layer.bias, layer.window, groups: layer.channels, node)
    case let layer as BatchNorm where channelsLieTogether(layer, node):
      let (scale, shift) = layer.scaleAndShift
      furtherOperations = 2 * elements
      weightCount = 2 * scale.count
      let rectified = takesReLU()
      operation = ScaleShiftOperator(
        scale: scale, shift: shift, rows: scale.isEmpty ? 0 : elements / scale.count,
        rectified: rectified)
      kind = "batch norm"
    case let layer as MaxPool2D where layer.layout == .nhwc && elements > 0:
      choosePooling(.maximum, layer.window, node)
    case let layer as AveragePool2D where layer.layout == .nhwc && elements > 0:
      choosePooling(.average, layer.window, node)
    case let layer as GlobalAveragePool where layer.layout == .nhwc && elements > 0:
      choosePooling(
        .average,
        Window(height: node.inputShape[0], width: node.inputShape[1], stride: 1, padding: 0), node)
    case is ReLU: chooseFunction(.relu, elements)
    case let layer as LeakyReLU: chooseFunction(.leakyReLU(slope: layer.slope), elements)
    case is Sigmoid: chooseFunction(.sigmoid, elements)
    case is Tanh: chooseFunction(.tanh, elements)
    case is GELU: chooseFunction(.gelu, elements)
    case is Softmax where !node.outputShape.isEmpty:
      operation = SoftmaxOperator(columns: node.outputShape.last ?? 1, count: elements)
      kind = "softmax"
      furtherOperations = 4 * elements
    default:
      operation = LayerOperator(
        layer: layer, inputShape: node.inputShape, outputShape: node.outputShape)
      kind = "layer"
      grouping = .all
      weightCount = layer.parameterCount
    }
  }

  private mutating func chooseSum(_ node: LayerGraph.Node) {
    let elements = elementCount(of: node.outputShape)
    furtherOperations = elements
    operation = SumOperator(count: elements, rectified: takesReLU())
  }

  private mutating func chooseFunction(_ function: ElementwiseOperator.Function, _ elements: Int) {
    operation = ElementwiseOperator(function: function, count: elements)
    kind = "activation"
    furtherOperations = elements
  }

  private mutating func choosePooling(
    _ pooling: PoolingOperator.Kind, _ window: Window, _ node: LayerGraph.Node
  ) {
    let shape = node.inputShape
    let padding = window.padding
    operation = PoolingOperator(
      kind: pooling,
      geometry: PoolingGeometry(
        batch: 1, height: shape[0], width: shape[1], channels: shape[2],
        window: (window.height, window.width), stride: (window.stride, window.stride),
        padding: (padding, padding, padding, padding)))
    kind = "pooling"
    furtherOperations = elementCount(of: node.outputShape) * window.height * window.width
  }

  private mutating func chooseDense(_ layer: Dense) {
    // Behind a dense layer the last axis is the channels.
    var weights = FoldedWeights(weight: layer.weight, bias: layer.bias, outputAxis: 1)
    if let norm = nextLayer(as: BatchNorm.self), norm.channels == layer.outputs {
      weights.fold(norm)
      count += 1
    }
    furtherOperations = layer.outputs
    weightCount = layer.weight.count + layer.outputs
    // Few weights stay in the first cache, whoever reads them next.
    grouping = weightCount <= 4096 ? .any : .all
    operation = DenseOperator(
      weight: PackedMatrix(Tensor(weights.weight, shape: layer.weight.shape)), bias: weights.bias,
      rectified: takesReLU())
    kind = "dense"
  }

  private mutating func chooseConvolution(
    _ weight: Tensor, _ bias: Tensor?, _ window: Window, groups: Int, _ node: LayerGraph.Node
  ) {
    let (shape, padding) = (node.inputShape, window.padding)
    let geometry = ConvolutionGeometry(
      batch: 1, height: shape[0], width: shape[1], inputs: shape[2], outputs: weight.shape[0],
      kernel: (window.height, window.width), stride: (window.stride, window.stride),
      padding: (padding, padding, padding, padding), groups: groups)
    var weights = FoldedWeights(weight: weight, bias: bias, outputAxis: 0)
    if let norm = nextLayer(as: BatchNorm.self), channelsLieTogether(norm, nodes[next]) {
      weights.fold(norm)
      count += 1
    }
    furtherOperations = elementCount(of: node.outputShape)
    weightCount = weight.count + geometry.outputs
    grouping = .few
    let rectified = takesReLU()
    let pooled = takesMaximumPooling()
    if geometry.isPointwise, !pooled {
      // The pixels of all images are the rows of one matrix: no image ends with a narrow tile.
      let matrix = Tensor(weights.weight, shape: [geometry.outputs, geometry.inputs])
      operation = DenseOperator(
        weight: PackedMatrix(matrix, transposed: true), bias: weights.bias, rectified: rectified,
        rows: geometry.height * geometry.width)
    } else {
      operation = ConvolutionOperator(
        convolution: PackedConvolution(
          geometry, weights: weights.weight, bias: weights.bias,
          activation: rectified ? .relu : .none, pooling: pooled ? .maximum2x2 : .none))
    }
    kind = geometry.isDepthwise && groups > 1 ? "depthwise convolution" : "convolution"
  }

  // MARK: What comes next

  private var next: Int { nodes.startIndex + count }

  private func nextLayer<Layer>(as _: Layer.Type) -> Layer? {
    guard next < nodes.endIndex, case .layer(let layer) = nodes[next].work else { return nil }
    return layer as? Layer
  }

  /// Takes up a ReLU that comes next.
  private mutating func takesReLU() -> Bool {
    guard nextLayer(as: ReLU.self) != nil else { return false }
    furtherOperations += elementCount(of: nodes[next].outputShape)
    count += 1
    return true
  }

  /// Takes up a maximum pooling of 2×2 that comes next.
  private mutating func takesMaximumPooling() -> Bool {
    guard let pool = nextLayer(as: MaxPool2D.self), pool.layout == .nhwc,
      pool.window == Window(height: 2, width: 2, stride: 2, padding: 0)
    else { return false }
    furtherOperations += 3 * elementCount(of: nodes[next].outputShape)
    count += 1
    return true
  }

  /// Whether the norm's channels are the last axis of what it is given.
  private func channelsLieTogether(_ norm: BatchNorm, _ node: LayerGraph.Node) -> Bool {
    node.inputShape.count == 1 || norm.layout == .nhwc
  }

  // MARK: The step

  /// The step that the nodes become.
  func step() -> ModelStep {
    let taken = nodes.prefix(count)
    let (first, last) = (taken[taken.startIndex], taken[next - 1])
    var multiplyAccumulates = 0
    if kind == "convolution" || kind == "depthwise convolution" || kind == "dense",
      case .layer(let layer) = first.work
    {
      multiplyAccumulates = layer.multiplyAccumulates(for: [1] + first.inputShape)
    }
    let (read, written) = (
      first.inputs.count * elementCount(of: first.inputShape), elementCount(of: last.outputShape)
    )
    return ModelStep(
      description: OperatorDescription(
        name: name(of: taken), kind: kind, inputShape: first.inputShape,
        outputShape: last.outputShape, multiplyAccumulates: multiplyAccumulates,
        floatingPointOperations: 2 * multiplyAccumulates + furtherOperations,
        weightBytes: 4 * weightCount, activationBytes: 4 * (read + written)),
      operation: operation, inputs: first.inputs, output: last.output, grouping: grouping)
  }

  private func name(of taken: ArraySlice<LayerGraph.Node>) -> String {
    let words = taken.map { node in
      switch node.work {
      case .sum: "sum"
      case .layer(let layer): "\(type(of: layer))"
      }
    }
    let (first, last) = (nodes[nodes.startIndex].place, nodes[next - 1].place)
    let places = first == last ? first : "\(first)-\(last)"
    return (places.isEmpty ? "" : "\(places) ") + words.joined(separator: " + ")
  }
}

extension ConvolutionGeometry {
  /// Whether each pixel of the result is a matrix product of the pixel in its place.
  fileprivate var isPointwise: Bool {
    kernelHeight == 1 && kernelWidth == 1 && strideHeight == 1 && strideWidth == 1
      && outputHeight == height && outputWidth == width && groups == 1
  }
}
