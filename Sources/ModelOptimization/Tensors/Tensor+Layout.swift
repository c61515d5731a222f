extension Tensor {
  /// Images whose channels lie together for each pixel, from images that lie channel by channel.
  ///
  ///     y[image, row, column, channel] = x[image, channel, row, column]
  ///
  /// The tensor has the shape `[batch, channels, height, width]`, the result
  /// `[batch, height, width, channels]`.
  public func nchwToNHWC() -> Tensor {
    require(
      shape.count == 4,
      "Images have the shape [batch, channels, height, width]; this tensor has \(shape).")
    let (channels, pixels) = (shape[1], shape[2] * shape[3])
    return swappingInnerAxes(
      to: [shape[0], shape[2], shape[3], shape[1]], rows: channels, columns: pixels)
  }

  /// Images that lie channel by channel, from images whose channels lie together for each pixel.
  ///
  ///     y[image, channel, row, column] = x[image, row, column, channel]
  ///
  /// The tensor has the shape `[batch, height, width, channels]`, the result
  /// `[batch, channels, height, width]`.
  public func nhwcToNCHW() -> Tensor {
    require(
      shape.count == 4,
      "Images have the shape [batch, height, width, channels]; this tensor has \(shape).")
    let (channels, pixels) = (shape[3], shape[1] * shape[2])
    return swappingInnerAxes(
      to: [shape[0], shape[3], shape[1], shape[2]], rows: pixels, columns: channels)
  }

  /// Transposes each of the matrices of `rows` by `columns` that the tensor consists of.
  private func swappingInnerAxes(to newShape: [Int], rows: Int, columns: Int) -> Tensor {
    Tensor(shape: newShape) { target in
      withElements { source in
        parallelRanges(newShape[0], grain: max(1, elementGrain / max(1, rows * columns))) {
          for image in $0 {
            let first = image * rows * columns
            for row in 0..<rows {
              for column in 0..<columns {
                target[first + column * rows + row] = source[first + row * columns + column]
              }
            }
          }
        }
      }
    }
  }
}
