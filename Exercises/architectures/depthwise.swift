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
  let y = [Float](repeating: 0, count: outputHeight * outputWidth * channels)
  // TODO: for each pixel that comes out, each channel and each place of the window.
  return y
}
