/// The mean of each channel over the whole image.
///
///     y[image, channel] = 1 / (height · width) · Σ over row, column of
///       x[image, row, column, channel]
///
/// The input has the shape `[batch, height, width, channels]`, the output `[batch, channels]`.
///
/// Source: Lin, Chen, Yan, "Network In Network", 2013, arXiv:1312.4400, section 3.2.
public struct GlobalAveragePool: ParameterlessLayer, Equatable {
  /// The order of the axes of the input.
  public let layout: ImageLayout

  /// Creates the layer; it has no parameters.
  ///
  /// - Parameter layout: the order of the axes of the input.
  public init(layout: ImageLayout = .nhwc) { self.layout = layout }

  /// `[batch, channels]` for `[batch, height, width, channels]`.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    let geometry = geometry(for: inputShape)
    return [geometry.batch, geometry.channels]
  }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let geometry = geometry(for: x.shape)
    return Tensor(shape: [geometry.batch, geometry.channels]) { y in
      layout.kernelOrder(x).withElements { averagePooling($0, into: y, geometry) }
    }
  }

  /// Applies the layer in training mode. Backward, each pixel gets the same share of dY.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let geometry = geometry(for: x.shape)
    return ForwardPass(output: self(x)) { [self] dY, needsInput in
      requireGradient(dY, fits: [geometry.batch, geometry.channels], of: self)
      guard needsInput else { return LayerGradient(input: nil, parameters: []) }
      let dX = Tensor(shape: geometry.inputShape) { dX in
        dY.withElements { averagePoolingGradient($0, into: dX, geometry) }
      }
      return LayerGradient(input: layout.ownOrder(dX), parameters: [])
    }
  }

  /// Pooling whose only window is the whole image.
  private func geometry(for inputShape: [Int]) -> PoolingGeometry {
    let images = layout.requireImages(inputShape, channels: nil, self)
    return Window(height: images.height, width: images.width, stride: 1, padding: 0)
      .pooling(of: images, self)
  }
}

extension GlobalAveragePool: CustomStringConvertible {
  /// The layer: `GlobalAveragePool`.
  public var description: String { "GlobalAveragePool" }
}
