/// Chooses the operator that does the work of a node.
struct NodeLowering {
  private let node: ComputationGraph.Node
  /// The shapes of the inputs and of the output for one example.
  private let inputShapes: [[Int]]
  private let outputShape: [Int]
  /// The shape of what is pooled; without pooling, `outputShape`.
  private let unpooledShape: [Int]
  private let readsConstants: Bool
  private let sparse: SparseExecution
  private var operation: any PreparedOperator
  private var kind = "layer"
  private var grouping = ModelStep.Grouping.any
  private var weightBytes = 0
  private var multiplyAccumulates = 0
  /// Operations beyond the multiply-accumulates, for one example.
  private var furtherOperations = 0

  /// Chooses the operator of a node.
  ///
  /// - Parameters:
  ///   - node: one that computes something from the input.
  ///   - graph: where it stands.
  ///   - constants: those of its inputs that are constant, nil for the others.
  ///   - sparse: whether zeros among the weights may be left out.
  init(
    _ node: ComputationGraph.Node, in graph: ComputationGraph, constants: [Tensor?],
    sparse: SparseExecution
  ) throws {
    self.node = node
    self.sparse = sparse
    inputShapes = node.inputs.map { graph.shape(of: $0) }
    outputShape = graph.shape(of: node.name)
    unpooledShape = try node.shapeBeforePooling(for: inputShapes)
    readsConstants = constants.contains { $0 != nil }
    operation = NodeOperator(
      node: node, inputShapes: inputShapes, outputShape: outputShape, constants: constants)
    grouping = .all
    choose()
    let pooledElements = node.epilogue.pooling == nil ? 0 : elementCount(of: outputShape)
    furtherOperations +=
      (node.epilogue.rectified ? elementCount(of: unpooledShape) : 0) + 3 * pooledElements
  }

  private mutating func choose() {
    let elements = elementCount(of: unpooledShape)
    switch node.operation {
    case _ where readsConstants:
      break
    case .add where inputShapes[0] == inputShapes[1] && node.epilogue.pooling == nil:
      use(SumOperator(count: elements, rectified: node.epilogue.rectified), "sum")
      furtherOperations = elements
    case .transpose(let order) where node.epilogue == ComputationGraph.Epilogue():
      use(TransposeOperator(shape: inputShapes[0], order: order), "transpose")
    case .layer(let layer):
      choose(layer, elements)
    default:
      break
    }
  }

  private mutating func choose(_ layer: any Layer, _ elements: Int) {
    switch layer {
    case let layer as Dense where node.epilogue.pooling == nil:
      chooseDense(layer)
    case let layer as Conv2D where layer.layout == .nhwc && elements > 0:
      chooseConvolution(layer.weight, layer.bias, layer.window, groups: layer.groups)
    case let layer as DepthwiseConv2D where layer.layout == .nhwc && elements > 0:
      chooseConvolution(layer.weight, layer.bias, layer.window, groups: layer.channels)
    case let norm as BatchNorm
    where (norm.layout == .nhwc || unpooledShape.count == 1) && node.epilogue.pooling == nil:
      let scaling = norm.foldedScaling
      use(
        ScaleShiftOperator(
          scale: scaling.scale, shift: scaling.shift, rows: elements / norm.channels,
          rectified: node.epilogue.rectified), "batch norm")
      weightBytes = 8 * norm.channels
      furtherOperations = 2 * elements
    case _ where node.epilogue == ComputationGraph.Epilogue():
      chooseUnfused(layer, elements)
    default:
      weightBytes = 4 * layer.parameterCount
    }
  }

  private mutating func chooseUnfused(_ layer: any Layer, _ elements: Int) {
    switch layer {
    case let layer as MaxPool2D where layer.layout == .nhwc && elements > 0:
      choosePooling(.maximum, layer.window)
    case let layer as AveragePool2D where layer.layout == .nhwc && elements > 0:
      choosePooling(.average, layer.window)
    case let layer as GlobalAveragePool where layer.layout == .nhwc && elements > 0:
      let (height, width) = (inputShapes[0][0], inputShapes[0][1])
      choosePooling(.average, Window(height: height, width: width, stride: 1, padding: 0))
    case is ReLU: chooseFunction(.relu, elements)
    case let layer as LeakyReLU: chooseFunction(.leakyReLU(slope: layer.slope), elements)
    case is Sigmoid: chooseFunction(.sigmoid, elements)
    case is Tanh: chooseFunction(.tanh, elements)
    case is GELU: chooseFunction(.gelu, elements)
    case is Softmax where !outputShape.isEmpty:
      use(SoftmaxOperator(columns: outputShape.last ?? 1, count: elements), "softmax")
      furtherOperations = 4 * elements
    default:
      operation = LayerOperator(
        layer: layer, inputShape: inputShapes[0], outputShape: outputShape)
      weightBytes = 4 * layer.parameterCount
    }
  }

  private mutating func use(_ operation: some PreparedOperator, _ kind: String) {
    self.operation = operation
    self.kind = kind
    grouping = .any
  }

  private mutating func chooseFunction(_ function: ElementwiseOperator.Function, _ elements: Int) {
    use(ElementwiseOperator(function: function, count: elements), "activation")
    furtherOperations = elements
  }

  private mutating func choosePooling(_ pooling: PoolingOperator.Kind, _ window: Window) {
    let (shape, padding) = (inputShapes[0], window.padding)
    use(
      PoolingOperator(
        kind: pooling,
        geometry: PoolingGeometry(
          batch: 1, height: shape[0], width: shape[1], channels: shape[2],
          window: (window.height, window.width), stride: (window.stride, window.stride),
          padding: (padding, padding, padding, padding))), "pooling")
    furtherOperations = elementCount(of: outputShape) * window.height * window.width
  }

  private mutating func chooseDense(_ layer: Dense) {
    let (bias, rectified) = (layer.bias.elements, node.epilogue.rectified)
    multiplyAccumulates = layer.weight.count
    furtherOperations = layer.outputs
    switch SparseChoice(layer.weight, .product, sparse, matrix: layer.weight.transposed) {
    case .dense:
      use(
        DenseOperator(weight: PackedMatrix(layer.weight), bias: bias, rectified: rectified),
        "dense")
      weightBytes = 4 * layer.parameterCount
    case .slices(let weight):
      let sparse = SparseDenseOperator(weight: weight, bias: bias, rectified: rectified)
      use(sparse, "sparse dense")
      weightBytes = sparse.weightBytes
    case .blocks(let weight):
      let sparse = BlockDenseOperator(weight: weight, bias: bias, rectified: rectified)
      use(sparse, "block-sparse dense")
      weightBytes = sparse.weightBytes
    }
    // Few weights stay in the first cache, whoever reads them next.
    grouping = weightBytes <= 16384 ? .any : .all
  }

  private mutating func chooseConvolution(
    _ weight: Tensor, _ bias: Tensor?, _ window: Window, groups: Int
  ) {
    let isPooled = node.epilogue.pooling != nil
    guard !isPooled || node.epilogue.pooling == MaxPool2D(size: 2) else { return }
    let (shape, padding) = (inputShapes[0], window.padding)
    let geometry = ConvolutionGeometry(
      batch: 1, height: shape[0], width: shape[1], inputs: shape[2], outputs: weight.shape[0],
      kernel: (window.height, window.width), stride: (window.stride, window.stride),
      padding: (padding, padding, padding, padding), groups: groups)
    let biases = bias?.elements ?? [Float](repeating: 0, count: geometry.outputs)
    let rectified = node.epilogue.rectified
    let matrix = weight.reshaped(to: [geometry.outputs, weight.count / geometry.outputs])
    multiplyAccumulates = elementCount(of: unpooledShape) * matrix.shape[1]
    furtherOperations = elementCount(of: unpooledShape)
    switch SparseChoice(
      weight, .convolution, groups == 1 ? sparse : .never,
      elementsFit: SparseConvolutionOperator.takes(geometry), matrix: { matrix })
    {
    case .dense:
      weightBytes = 4 * (weight.count + geometry.outputs)
      let kind = geometry.isDepthwise && groups > 1 ? "depthwise convolution" : "convolution"
      if geometry.isPointwise, !isPooled {
        // The pixels of all images are the rows of one matrix: no image ends with a narrow tile.
        use(
          DenseOperator(
            weight: PackedMatrix(matrix, transposed: true), bias: biases, rectified: rectified,
            rows: geometry.height * geometry.width), kind)
      } else {
        use(
          ConvolutionOperator(
            convolution: PackedConvolution(
              geometry, weights: weight.elements, bias: biases,
              activation: rectified ? .relu : .none, pooling: isPooled ? .maximum2x2 : .none)),
          kind)
      }
    case .slices(let matrix):
      let sparse = SparseConvolutionOperator(
        geometry, weight: matrix, bias: biases, rectified: rectified, isPooled: isPooled)
      use(sparse, "sparse convolution")
      weightBytes = sparse.weightBytes
    case .blocks(let matrix):
      let sparse = BlockConvolutionOperator(
        geometry, weight: matrix, bias: biases, rectified: rectified, isPooled: isPooled)
      use(sparse, "block-sparse convolution")
      weightBytes = sparse.weightBytes
    }
    grouping = .few
  }

  /// The step that the node becomes.
  ///
  /// - Parameters:
  ///   - inputs: the numbers of the values that it reads.
  ///   - output: the number of the value that it makes.
  func step(inputs: [Int], output: Int) -> ModelStep {
    let read = inputShapes.reduce(0) { $0 + elementCount(of: $1) }
    return ModelStep(
      description: OperatorDescription(
        name: node.name, kind: kind, inputShape: inputShapes.first ?? [],
        outputShape: outputShape, multiplyAccumulates: multiplyAccumulates,
        floatingPointOperations: 2 * multiplyAccumulates + furtherOperations,
        weightBytes: weightBytes,
        activationBytes: 4 * (read + elementCount(of: outputShape))),
      operation: operation, inputs: inputs, output: output, grouping: grouping)
  }
}

extension ConvolutionGeometry {
  /// Whether each pixel of the result is a matrix product of the pixel in its place.
  fileprivate var isPointwise: Bool {
    kernelHeight == 1 && kernelWidth == 1 && strideHeight == 1 && strideWidth == 1
      && outputHeight == height && outputWidth == width && groups == 1
  }
}
