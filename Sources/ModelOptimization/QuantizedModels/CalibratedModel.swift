/// A network made ready to be quantized: batch norms folded, ReLU and pooling fused, and the range
/// of each activation known.
///
/// Ranges are taken where fused layers meet: between a convolution and its ReLU nothing is stored,
/// so nothing need be known. Quantizing to other formats again does not calibrate again.
public struct CalibratedModel: Sendable {
  /// The shape of one example.
  public let inputShape: [Int]
  /// Where each activation lies on the real numbers as bytes, by the name of the layer that gives
  /// it; empty without calibration images.
  public let activations: [String: QuantizationParameters]

  let layers: [FusedLayer]
  let inputName: String
  let outputName: String
  /// The mean of what each layer with weights is given, by its name: `[1]` and the input's shape.
  let meanInputs: [String: Tensor]

  /// Fuses a network, and runs it on calibration images.
  ///
  /// - Parameters:
  ///   - model: the layers with their weights.
  ///   - inputShape: the shape of one example, without the batch.
  ///   - images: from the training set, `[count]` and the input shape; nil to take no ranges.
  ///   - observer: how the range of an activation is found.
  ///   - count: how many of the images are looked at.
  /// - Throws: `QuantizedModelError`.
  public init(
    _ model: some Layer, inputShape: [Int], calibration images: Tensor? = nil,
    observer: RangeObserverKind = .minMax, count: Int = 512
  ) throws {
    let passes: [any GraphPass] = [
      RedundantNodeRemoval(), BatchNormFolding(), ActivationFusion(), PoolingFusion(),
    ]
    // What else stands between layers is left as it is: a quantized model has the layers' own order.
    let (graph, _) = try GraphOptimizer(passes).optimize(
      ComputationGraph(model, inputShape: inputShape))
    self.inputShape = inputShape
    inputName = graph.inputs.first?.name ?? "input"
    outputName = graph.outputs[0]
    layers = try graph.nodes.filter { !$0.operation.isInput }.map(FusedLayer.init)
    guard let images else {
      (activations, meanInputs) = ([:], [:])
      return
    }
    let calibration = try Calibration(
      graph, images: images, inputShape: inputShape, count: count, observer: observer)
    activations = try calibration.parameters()
    meanInputs = calibration.meanInputs(of: layers)
  }

  /// A network with other ranges.
  init(_ model: CalibratedModel, activations: [String: QuantizationParameters]) {
    inputShape = model.inputShape
    layers = model.layers
    inputName = model.inputName
    outputName = model.outputName
    meanInputs = model.meanInputs
    self.activations = activations
  }

  /// The names of the layers with weights, in their order.
  public var productNames: [String] { layers.filter { $0.product != nil }.map(\.name) }
}

/// A run over calibration images that watches every activation.
private struct Calibration {
  private var observers: [String: any RangeObserver] = [:]
  private var sums: [String: [Double]] = [:]
  private var shapes: [String: [Int]] = [:]
  private let count: Int

  /// Images that are run together.
  private static let batch = 64

  init(
    _ graph: ComputationGraph, images: Tensor, inputShape: [Int], count: Int,
    observer: RangeObserverKind
  ) throws {
    guard images.shape.dropFirst().elementsEqual(inputShape) else {
      throw QuantizedModelError.calibrationShape(expected: inputShape, found: images.shape)
    }
    self.count = min(images.rowCount, count)
    guard self.count > 0 else { throw QuantizedModelError.noCalibrationImages }
    let columns = images.columnCount
    if let index = images.elements.prefix(self.count * columns).firstIndex(where: { !$0.isFinite })
    {
      throw QuantizedModelError.calibrationNotFinite(image: index / columns)
    }
    let name = graph.inputs[0].name
    for first in stride(from: 0, to: self.count, by: Self.batch) {
      let rows = images.rows(first..<min(first + Self.batch, self.count))
      for (name, value) in graph.values(for: [name: rows]) {
        do {
          try observers[name, default: observer.observer].observe(value)
        } catch {
          throw QuantizedModelError.quantization(error, layer: name)
        }
        add(name, value)
      }
    }
  }

  /// Adds examples to the mean of a value.
  private mutating func add(_ name: String, _ value: Tensor) {
    let columns = value.rowCount > 0 ? value.count / value.rowCount : 0
    var sum = sums[name] ?? [Double](repeating: 0, count: columns)
    value.withElements { elements in
      for row in 0..<value.rowCount {
        for column in 0..<columns { sum[column] += Double(elements[row * columns + column]) }
      }
    }
    sums[name] = sum
    shapes[name] = Array(value.shape.dropFirst())
  }

  func parameters() throws -> [String: QuantizationParameters] {
    var parameters: [String: QuantizationParameters] = [:]
    for (name, observer) in observers {
      do {
        parameters[name] = try observer.parameters(scheme: .affine, format: .uint8)
      } catch {
        throw QuantizedModelError.quantization(error, layer: name)
      }
    }
    return parameters
  }

  func meanInputs(of layers: [FusedLayer]) -> [String: Tensor] {
    var means: [String: Tensor] = [:]
    for layer in layers where layer.product != nil {
      guard let sum = sums[layer.inputs[0]], let shape = shapes[layer.inputs[0]] else { continue }
      means[layer.name] = Tensor(sum.map { Float($0 / Double(count)) }, shape: [1] + shape)
    }
    return means
  }
}
