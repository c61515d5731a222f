/// The order of the axes in a batch of images.
public enum ImageLayout: String, Sendable, CaseIterable {
  /// `[batch, height, width, channels]`: the channels of a pixel lie together. The kernels work
  /// in this order.
  case nhwc
  /// `[batch, channels, height, width]`: each channel is a picture of its own, as in PyTorch. A
  /// layer changes such images to the other order and back, which costs time.
  case nchw
}

/// How many images there are, and how large.
struct ImageBatch: Equatable {
  var count: Int
  var height: Int
  var width: Int
  var channels: Int

  /// The shape in the order that the kernels work in.
  var shape: [Int] { [count, height, width, channels] }

  /// The pixels of all images.
  var pixels: Int { count * height * width }
}

extension ImageLayout {
  /// What a shape says in this order of axes.
  func images(_ shape: [Int]) -> ImageBatch {
    switch self {
    case .nhwc:
      ImageBatch(count: shape[0], height: shape[1], width: shape[2], channels: shape[3])
    case .nchw:
      ImageBatch(count: shape[0], height: shape[2], width: shape[3], channels: shape[1])
    }
  }

  /// A shape in the order that the kernels work in, as one of this order.
  func ownShape(_ shape: [Int]) -> [Int] {
    self == .nhwc ? shape : [shape[0], shape[3], shape[1], shape[2]]
  }

  /// The names of the axes, for messages; `channels` stands for their number where it is fixed.
  func axes(channels: Int?) -> String {
    let channels = channels.map { "\($0)" } ?? "channels"
    return switch self {
    case .nhwc: "[batch, height, width, \(channels)]"
    case .nchw: "[batch, \(channels), height, width]"
    }
  }

  /// The tensor in the order that the kernels work in.
  func kernelOrder(_ tensor: Tensor) -> Tensor { self == .nhwc ? tensor : tensor.nchwToNHWC() }

  /// A tensor in the order that the kernels work in, as one of this order.
  func ownOrder(_ tensor: Tensor) -> Tensor { self == .nhwc ? tensor : tensor.nhwcToNCHW() }

  /// Ends the program where a shape is not that of images with so many channels.
  func requireImages(_ shape: [Int], channels: Int?, _ layer: some Layer) -> ImageBatch {
    require(
      shape.count == 4 && (channels == nil || images(shape).channels == channels),
      "\(layer) takes an input of shape \(axes(channels: channels)); it was given \(shape).")
    let images = images(shape)
    require(
      images.height > 0 && images.width > 0 && images.channels > 0,
      "\(layer) takes images of at least 1×1×1; it was given an input of shape \(shape).")
    return images
  }
}

/// How a window moves over images.
struct Window: Equatable, Sendable {
  var height: Int
  var width: Int
  var stride: Int
  var padding: Int

  /// Ends the program where no place of the window lies within the images and their padding.
  func requireFit(_ images: ImageBatch, _ layer: some Layer) {
    require(
      height <= images.height + 2 * padding && width <= images.width + 2 * padding,
      "\(layer) has a window of \(height)×\(width), which does not fit into images of "
        + "\(images.height)×\(images.width) with a padding of \(padding).")
  }

  func convolution(
    of images: ImageBatch, outputs: Int, groups: Int, _ layer: some Layer
  ) -> ConvolutionGeometry {
    requireFit(images, layer)
    return ConvolutionGeometry(
      batch: images.count, height: images.height, width: images.width, inputs: images.channels,
      outputs: outputs, kernel: (height, width), stride: (stride, stride),
      padding: (padding, padding, padding, padding), groups: groups)
  }

  func pooling(of images: ImageBatch, _ layer: some Layer) -> PoolingGeometry {
    requireFit(images, layer)
    return PoolingGeometry(
      batch: images.count, height: images.height, width: images.width, channels: images.channels,
      window: (height, width), stride: (stride, stride),
      padding: (padding, padding, padding, padding))
  }
}
