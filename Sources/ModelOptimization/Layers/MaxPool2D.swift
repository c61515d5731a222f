/// Keeps the largest element of each window of an image, channel by channel.
///
///     y[image, row, column, channel] = max over i, j of
///       x[image, row · stride + i - padding, column · stride + j - padding, channel]
///
/// The input has the shape `[batch, height, width, channels]`, the output
/// `[batch, height', width', channels]` with height' = (height + 2 · padding - size) / stride + 1,
/// rounded down. What lies outside the image is never the largest. Backward, the whole gradient
/// goes to the element that was the largest: the first of equal ones. NaN is larger than any
/// number, so that it is not lost.
public struct MaxPool2D: Equatable, Sendable {
  /// The height and the width of the window.
  public let size: Int
  /// The pixels between one window and the next, both ways.
  public let stride: Int
  /// The pixels outside each image that a window may reach over, on each of its four sides.
  public let padding: Int
  /// The order of the axes of input and output.
  public let layout: ImageLayout

  /// Creates the layer; it has no parameters.
  ///
  /// - Parameters:
  ///   - size: the height and the width of the window; at least 1.
  ///   - stride: the pixels between one window and the next; nil for `size`, so that no windows
  ///     overlap.
  ///   - padding: at most half of `size`, so that no window lies outside the image.
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

extension MaxPool2D: CustomStringConvertible {
  /// The layer and its window: `MaxPool2D(2×2, stride 2)`.
  public var description: String { poolingDescription("MaxPool2D", window) }
}

func poolingDescription(_ name: String, _ window: Window) -> String {
  "\(name)(\(window.height)×\(window.width), stride \(window.stride)"
    + (window.padding > 0 ? ", padding \(window.padding))" : ")")
}

func requirePooling(_ layer: some Layer, _ window: Window) {
  require(
    window.height >= 1 && window.stride >= 1 && window.padding >= 0
      && window.padding <= window.height / 2,
    "\(layer): a pooling window has a size and a stride of at least 1, and a padding from 0 to "
      + "half its size.")
}

extension MaxPool2D: ParameterlessLayer {
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
        layout.kernelOrder(x).withElements { maximumPooling($0, into: y, geometry) }
      })
  }

  /// Applies the layer in training mode.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let geometry = geometry(for: x.shape)
    // Of each window only the place of its largest element is remembered: no image.
    let places = Places(count: geometry.outputCount)
    let y = Tensor(shape: geometry.outputShape) { y in
      layout.kernelOrder(x).withElements {
        maximumPooling($0, into: y, pixels: places.start, geometry)
      }
    }
    return ForwardPass(output: layout.ownOrder(y)) { [self] dY, needsInput in
      requireGradient(dY, fits: layout.ownShape(geometry.outputShape), of: self)
      guard needsInput else { return LayerGradient(input: nil, parameters: []) }
      let dX = Tensor(shape: geometry.inputShape) { dX in
        layout.kernelOrder(dY).withElements {
          maximumPoolingGradient($0, pixels: places.start, into: dX, geometry)
        }
      }
      return LayerGradient(input: layout.ownOrder(dX), parameters: [])
    }
  }
}

/// Where in its image the largest element of each window lies, written by the forward pass.
private final class Places: @unchecked Sendable {
  let start: UnsafeMutablePointer<Int32>

  init(count: Int) { start = .allocate(capacity: count) }
  deinit { start.deallocate() }
}

extension PoolingGeometry {
  /// `[batch, height, width, channels]`.
  var inputShape: [Int] { [batch, height, width, channels] }
}
