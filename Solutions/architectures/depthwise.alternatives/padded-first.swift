// Pads first, so that no window reaches over the edge; then each output is one sum.
func depthwise(
  _ x: [Float], height: Int, width: Int, channels: Int, weight: [Float], size: Int,
  stride: Int, padding: Int
) -> [Float] {
  let (tall, wide) = (height + 2 * padding, width + 2 * padding)
  var padded = [Float](repeating: 0, count: tall * wide * channels)
  for row in 0..<height {
    let source = row * width * channels
    let target = ((row + padding) * wide + padding) * channels
    padded.replaceSubrange(
      target..<target + width * channels, with: x[source..<source + width * channels])
  }
  var y: [Float] = []
  for top in Swift.stride(from: 0, through: tall - size, by: stride) {
    for left in Swift.stride(from: 0, through: wide - size, by: stride) {
      for channel in 0..<channels {
        var sum: Float = 0
        for place in 0..<size * size {
          let pixel = (top + place / size) * wide + left + place % size
          sum += weight[channel * size * size + place] * padded[pixel * channels + channel]
        }
        y.append(sum)
      }
    }
  }
  return y
}
