/// Replaces each window of an image by its mean, channel by channel.
///
///     y[image, row, column, channel] = 1 / size² · Σ over i, j of
///       x[image, row · stride + i - padding, column · stride + j - padding, channel]
///
/// The input has the shape `[batch, height, width, channels]`, the output
/// `[batch, height', width', channels]` with height' = (height + 2 · padding - size) / stride + 1,
/// rounded down. Pixels outside the image count as zeros, and they do count: the divisor is size²
/// everywhere, as is PyTorch's rule unless told otherwise.
public struct AveragePool2D: Equatable, Sendable {
  /// The height and the width of the window.
  public let size: Int
  /// The pixels between one window and the next, both ways.
  public let stride: Int
  /// The zeros around each image, on each of its four sides.
  public let padding: Int
  /// The order of the axes of input and output.
  public let layout: ImageLayout

  /// Creates the layer; it has no parameters.
  ///
  /// - Parameters:
  ///   - size: the height and the width of the window; at least 1.
  ///   - stride: the pixels between one window and the next; nil for `size`, so that no windows
  ///     overlap.
  ///   - padding: at most half of `size`.
  ///   - layout: the order of the axes of input and output.
  public init(size: Int, stride: Int? = nil, padding: Int = 0, layout: ImageLayout = .nhwc) {
    self.size = size
    self.stride = stride ?? size
    self.padding = padding
    self.layout = layout
    requirePooling(self, window)
  }

  var window: Window { Window(height: size, width: size, stride: stride, padding: padding) }
}

extension AveragePool2D: CustomStringConvertible {
  /// The layer and its window: `AveragePool2D(2×2, stride 2)`.
  public var description: String { poolingDescription("AveragePool2D", window) }
}

extension AveragePool2D: ParameterlessLayer {
  /// `[batch, height', width', channels]` for `[batch, height, width, channels]`, in the order of
  /// the layout.
  public func outputShape(for inputShape: [Int]) -> [Int] {
    layout.ownShape(geometry(for: inputShape).outputShape)
  }

  func geometry(for inputShape: [Int]) -> PoolingGeometry {
    window.pooling(of: layout.requireImages(inputShape, channels: nil, self), self)
  }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let geometry = geometry(for: x.shape)
    return layout.ownOrder(
      Tensor(shape: geometry.outputShape) { y in
        layout.kernelOrder(x).withElements { averagePooling($0, into: y, geometry) }
      })
  }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let geometry = geometry(for: x.shape)
    return ForwardPass(output: self(x)) { [self] dY, needsInput in
      requireGradient(dY, fits: layout.ownShape(geometry.outputShape), of: self)
      guard needsInput else { return LayerGradient(input: nil, parameters: []) }
      let dX = Tensor(shape: geometry.inputShape) { dX in
        layout.kernelOrder(dY).withElements { averagePoolingGradient($0, into: dX, geometry) }
      }
      return LayerGradient(input: layout.ownOrder(dX), parameters: [])
    }
  }
}
