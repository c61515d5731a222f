/// A depthwise convolution of one picture whose channels lie together (NHWC).
///
/// - Parameters:
///   - x: `height · width · channels` numbers, pixel by pixel.
///   - weight: a window of `size · size` for each channel, channel by channel.
///   - stride: the pixels between one window and the next.
///   - padding: the zeros around the picture, on each side.
/// - Returns: the picture that comes out, pixel by pixel.
func depthwise(
  _ x: [Float], height: Int, width: Int, channels: Int, weight: [Float], size: Int,
  stride: Int, padding: Int
) -> [Float] {
  let outputHeight = (height + 2 * padding - size) / stride + 1
  let outputWidth = (width + 2 * padding - size) / stride + 1
  var y = [Float](repeating: 0, count: outputHeight * outputWidth * channels)
  for row in 0..<outputHeight {
    for column in 0..<outputWidth {
      for i in 0..<size {
        for j in 0..<size {
          let (top, left) = (row * stride + i - padding, column * stride + j - padding)
          guard (0..<height).contains(top), (0..<width).contains(left) else { continue }
          for channel in 0..<channels {
            y[(row * outputWidth + column) * channels + channel] +=
              weight[(channel * size + i) * size + j]
              * x[(top * width + left) * channels + channel]
          }
        }
      }
    }
  }
  return y
}
