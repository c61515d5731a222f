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
    let images = requireImages(inputShape)
    return [images.count, images.channels]
  }

  /// Applies the layer to a batch.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let images = requireImages(x.shape)
    let (pixels, channels) = (images.height * images.width, images.channels)
    let share = 1 / Float(pixels)
    return Tensor(shape: [images.count, channels]) { y in
      layout.kernelOrder(x).withElements { x in
        parallelRanges(images.count, grain: grain(images)) {
          for image in $0 {
            let sums = y + image * channels
            sums.update(repeating: 0, count: channels)
            for pixel in image * pixels..<(image + 1) * pixels {
              for channel in 0..<channels { sums[channel] += x[pixel * channels + channel] }
            }
            for channel in 0..<channels { sums[channel] *= share }
          }
        }
      }
    }
  }

  /// Applies the layer in training mode. Backward, each pixel gets the same share of dY.
  public func forward(_ x: Tensor, using generator: inout SplitMix64) -> ForwardPass {
    let images = requireImages(x.shape)
    return ForwardPass(output: self(x)) { [self] dY, needsInput in
      requireGradient(dY, fits: [images.count, images.channels], of: self)
      return LayerGradient(
        input: needsInput ? layout.ownOrder(spread(dY, over: images)) : nil, parameters: [])
    }
  }

  private func spread(_ dY: Tensor, over images: ImageBatch) -> Tensor {
    let (pixels, channels) = (images.height * images.width, images.channels)
    let share = 1 / Float(pixels)
    return Tensor(shape: images.shape) { dX in
      dY.withElements { dY in
        parallelRanges(images.count, grain: grain(images)) {
          for image in $0 {
            for pixel in image * pixels..<(image + 1) * pixels {
              for channel in 0..<channels {
                dX[pixel * channels + channel] = share * dY[image * channels + channel]
              }
            }
          }
        }
      }
    }
  }

  private func requireImages(_ shape: [Int]) -> ImageBatch {
    let images = layout.requireImages(shape, channels: nil, self)
    require(
      images.height > 0 && images.width > 0,
      "GlobalAveragePool takes images of at least 1 pixel; it was given \(shape).")
    return images
  }

  /// Images to one thread at a time.
  private func grain(_ images: ImageBatch) -> Int {
    max(1, elementGrain / max(1, images.height * images.width * images.channels))
  }
}
